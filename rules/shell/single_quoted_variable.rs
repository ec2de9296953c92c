//! A variable in single quotes.

use plimsoll_linter::prelude::*;

#[derive(Default)]
pub(crate) struct SingleQuotedVariable;

impl Rule for SingleQuotedVariable {
    fn check_shellcheck(&self, finding: &ShellFinding, cx: &mut Context) {
        finding
            .retell("`$` and backticks are literal in single quotes", cx)
            .help("use double quotes to expand the variable");
    }
}
