//! `cd` whose failure nobody looks at.

use plimsoll_linter::prelude::*;

#[derive(Default)]
pub(crate) struct UncheckedCd;

impl Rule for UncheckedCd {
    fn check_shellcheck(&self, finding: &ShellFinding, cx: &mut Context) {
        finding
            .retell("if `cd` fails, the script continues in the wrong directory", cx)
            .help("use `&&` after it, `WORKDIR` instead, or `set -e` at the start");
    }
}
