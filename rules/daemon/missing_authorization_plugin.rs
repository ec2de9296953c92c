//! A remote API on which everybody may do everything.

use plimsoll_linter::prelude::*;

#[derive(Default)]
pub(crate) struct MissingAuthorizationPlugin;

impl Rule for MissingAuthorizationPlugin {
    fn check_daemon(&self, daemon: &Daemon, cx: &mut Context) {
        if daemon.settings.entry("authorization-plugins").is_some() || !daemon.settings.is_whole {
            return;
        }
        if let Some(host) = daemon.tcp_hosts().next() {
            cx.report(host.span, "no authorization plugin restricts remote clients")
                .here("any client that can connect has root access to the host")
                .help("add a plugin to `authorization-plugins`");
        }
    }
}
