//! A variable without quotes.

use plimsoll_linter::prelude::*;

#[derive(Default)]
pub(crate) struct UnquotedVariable;

impl Rule for UnquotedVariable {
    fn check_shellcheck(&self, finding: &ShellFinding, cx: &mut Context) {
        let written = cx.text(finding.span);
        // In a script inside another string, the place is that of the whole string.
        let message = if written.contains('\n') {
            "an unquoted variable is split into words".to_owned()
        } else {
            format!("the value of `{written}` is split into words")
        };
        finding.retell(message, cx).help("add double quotes, unless the value is a list of words");
    }
}
