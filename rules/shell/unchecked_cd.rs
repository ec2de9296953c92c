//! `cd` whose failure nobody looks at.

use plimsoll_linter::prelude::*;

#[derive(Default)]
pub(crate) struct UncheckedCd;

impl Rule for UncheckedCd {
    fn check_shellcheck(&self, finding: &ShellFinding, cx: &mut Context) {
        finding
            .retell("if `cd` fails, the script continues in the wrong directory", cx)
            .help("add `&&` after `cd`, use `WORKDIR`, or start the script with `set -e`");
    }
}
