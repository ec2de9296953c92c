//! A daemon that logs for debugging.

use plimsoll_linter::prelude::*;

#[derive(Default)]
pub(crate) struct VerboseDaemon;

impl Rule for VerboseDaemon {
    fn check_daemon(&self, daemon: &Daemon, cx: &mut Context) {
        let level = daemon.settings.text("log-level");
        let level = level.filter(|level| matches!(&*level.value.to_ascii_lowercase(), "debug" | "trace"));
        let debug = daemon.when("debug", true).map(compose::yaml::Entry::span);
        if let Some(span) = debug.or(level.map(|level| level.span)) {
            cx.report(span, "`dockerd` logs debug messages")
                .here("the log grows fast and contains request bodies")
                .help("remove this setting: the default level is `info`");
        }
    }
}
