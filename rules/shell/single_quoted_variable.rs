//! A variable in single quotes.

use plimsoll_linter::prelude::*;

#[derive(Default)]
pub(crate) struct SingleQuotedVariable;

impl Rule for SingleQuotedVariable {
    fn check_shellcheck(&self, finding: &ShellFinding, cx: &mut Context) {
        finding
            .retell("in single quotes, `$` and backticks are literal", cx)
            .help("use double quotes if the value is meant");
    }
}
