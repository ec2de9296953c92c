//! A variable without quotes.

use plimsoll_linter::prelude::*;

#[derive(Default)]
pub(crate) struct UnquotedVariable;

impl Rule for UnquotedVariable {
    fn check_shellcheck(&self, finding: &ShellFinding, cx: &mut Context) {
        let message = format!("the value of `{}` is split into words", cx.text(finding.span));
        finding.retell(message, cx).help("add double quotes, unless the value is a list of words");
    }
}
