//! A substitution without quotes.

use plimsoll_linter::prelude::*;

#[derive(Default)]
pub(crate) struct UnquotedSubstitution;

impl Rule for UnquotedSubstitution {
    fn check_shellcheck(&self, finding: &ShellFinding, cx: &mut Context) {
        finding
            .retell("what this prints is split into words", cx)
            .help("put it in double quotes, or read it in a loop when several words are meant");
    }
}
