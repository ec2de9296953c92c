//! A settings file under a name that dockerd does not look for.

use plimsoll_linter::prelude::*;

#[derive(Default)]
pub(crate) struct MisnamedDaemonFile;

impl Rule for MisnamedDaemonFile {
    fn check_daemon(&self, daemon: &Daemon, cx: &mut Context) {
        let file = daemon.document.path.rsplit('/').next().unwrap_or_default();
        if file.eq_ignore_ascii_case("deamon.json") {
            cx.report(daemon.start(), format!("`dockerd` does not read `{file}`"))
                .here("these settings have no effect")
                .help("rename the file to `daemon.json`");
        }
    }
}
