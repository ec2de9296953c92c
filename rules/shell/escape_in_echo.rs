//! `echo` with an escape sequence.

use plimsoll_linter::prelude::*;

#[derive(Default)]
pub(crate) struct EscapeInEcho;

impl Rule for EscapeInEcho {
    fn check_shellcheck(&self, finding: &ShellFinding, cx: &mut Context) {
        finding
            .retell("what `echo` makes of these backslashes depends on the shell", cx)
            .help("write `printf`, which does the same in each of them");
    }
}
