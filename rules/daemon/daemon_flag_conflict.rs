//! `hosts` besides the flag that systemd gives.

use plimsoll_linter::prelude::*;

#[derive(Default)]
pub(crate) struct DaemonFlagConflict;

impl Rule for DaemonFlagConflict {
    fn check_daemon(&self, daemon: &Daemon, cx: &mut Context) {
        // Whoever starts dockerd otherwise knows which flags it gets.
        let is_ours =
            daemon.document.around.is_empty() && !daemon.settings.is_windows && !daemon.is_rootless();
        let Some(hosts) = daemon.settings.entry("hosts").filter(|_| is_ours) else { return };
        cx.report(hosts.key.span, "`hosts` conflicts with the `-H fd://` of Docker's systemd unit")
            .here("dockerd does not start when both the flag and the key are there")
            .help(
                "remove `hosts`, or add a drop-in that clears `ExecStart=` and runs `dockerd` without `-H`",
            );
    }
}
