//! `export NAME=$(command)`, which succeeds whatever the command does.

use plimsoll_linter::prelude::*;

#[derive(Default)]
pub(crate) struct MaskedAssignmentFailure;

impl Rule for MaskedAssignmentFailure {
    fn check_shellcheck(&self, finding: &ShellFinding, cx: &mut Context) {
        finding
            .retell("a failure of the command in this value goes unnoticed", cx)
            .help("assign first, and export behind `&&`");
    }
}
