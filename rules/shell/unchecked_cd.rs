//! `cd` whose failure nobody looks at.

use plimsoll_linter::prelude::*;

#[derive(Default)]
pub(crate) struct UncheckedCd;

impl Rule for UncheckedCd {
    fn check_shellcheck(&self, finding: &ShellFinding, cx: &mut Context) {
        finding
            .retell("the script continues in the wrong directory if this fails", cx)
            .help("join what follows with `&&`, write `WORKDIR`, or begin with `set -e`");
    }
}
