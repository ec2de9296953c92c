//! A variable in single quotes.

use facts::programs::Role;
use plimsoll_linter::prelude::*;

#[derive(Default)]
pub(crate) struct SingleQuotedVariable;

impl Rule for SingleQuotedVariable {
    fn check_shellcheck(&self, finding: &ShellFinding, cx: &mut Context) {
        // `envsubst '$PORT'`: the program itself puts the value there.
        if finding.program(cx).is_some_and(|name| Role::ReadsDollar.is_of(name)) {
            return;
        }
        finding
            .retell("`$` and backticks are literal in single quotes", cx)
            .help("use double quotes to expand the variable");
    }
}
