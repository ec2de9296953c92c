//! `export NAME=$(command)`, which succeeds whatever the command does.

use plimsoll_linter::prelude::*;

#[derive(Default)]
pub(crate) struct MaskedAssignmentFailure;

impl Rule for MaskedAssignmentFailure {
    fn check_shellcheck(&self, finding: &ShellFinding, cx: &mut Context) {
        finding
            .retell("if this command substitution fails, the step can still succeed", cx)
            .help("assign the value first, then export it after `&&`");
    }
}
