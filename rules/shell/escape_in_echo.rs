//! `echo` with an escape sequence.

use plimsoll_linter::prelude::*;

#[derive(Default)]
pub(crate) struct EscapeInEcho;

impl Rule for EscapeInEcho {
    fn check_shellcheck(&self, finding: &ShellFinding, cx: &mut Context) {
        finding
            .retell("the effect of backslashes in `echo` depends on the shell", cx)
            .help("use `printf`, which behaves the same in every shell");
    }
}
