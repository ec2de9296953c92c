//! A setting besides a flag for the same.

use plimsoll_linter::prelude::*;

#[derive(Default)]
pub(crate) struct DaemonFlagConflict;

impl Rule for DaemonFlagConflict {
    fn check_daemon(&self, daemon: &Daemon, cx: &mut Context) {
        for entry in daemon.settings.mapping.entries.iter().filter(|entry| !entry.value.is_null()) {
            let Some(key) = facts::daemon_keys::key(&entry.key.value) else { continue };
            // The two lists of runtimes are merged.
            let is_flag = |name: &str| key.path != "runtimes" && key.flags.contains(&name);
            let Some((flag, at)) = daemon.document.flags.iter().find(|(name, _)| is_flag(name)) else {
                continue;
            };
            cx.report(
                entry.key.span,
                format!("`{}` is set both in this file and by the flag `{flag}`", key.path),
            )
            .here("`dockerd` does not start if both are set")
            .label(*at, format!("`{flag}` is passed here"))
            .help("set this option in one place only: remove the key or the flag");
        }
    }
}
