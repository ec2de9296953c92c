//! A setting besides a flag of the systemd unit in Docker's packages.

use plimsoll_linter::prelude::*;

#[derive(Default)]
pub(crate) struct PackagedUnitConflict;

impl Rule for PackagedUnitConflict {
    fn check_daemon(&self, daemon: &Daemon, cx: &mut Context) {
        // Where dockerd is started otherwise, its flags are known or not, but they are not these.
        let document = daemon.document;
        let is_started_otherwise = !document.around.is_empty() || !document.flags.is_empty();
        if is_started_otherwise || daemon.settings.is_windows || daemon.is_rootless() {
            return;
        }
        for (key, flag) in [("hosts", "-H fd://"), ("containerd", "--containerd=…")] {
            let Some(entry) = daemon.settings.entry(key) else { continue };
            cx.report(
                entry.key.span,
                format!("`{key}` conflicts with `{flag}` in Docker's systemd unit"),
            )
            .here("`dockerd` does not start if both are set")
            .help("remove this key, or add a drop-in that clears `ExecStart=` and runs `dockerd` without the flag");
        }
    }
}
