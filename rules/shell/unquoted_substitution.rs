//! A substitution without quotes.

use plimsoll_linter::prelude::*;

#[derive(Default)]
pub(crate) struct UnquotedSubstitution;

impl Rule for UnquotedSubstitution {
    fn check_shellcheck(&self, finding: &ShellFinding, cx: &mut Context) {
        finding
            .retell("the command's output is split into words", cx)
            .help("add double quotes, unless the output is a list of words or an optional argument");
    }
}
