//! A redirection to a file whose name is a number.

use plimsoll_linter::prelude::*;

#[derive(Default)]
pub(crate) struct RedirectToNumber;

impl Rule for RedirectToNumber {
    fn check_shellcheck(&self, finding: &ShellFinding, cx: &mut Context) {
        let text = cx.text(finding.span);
        let number = text.trim_start_matches(|character: char| !character.is_ascii_digit()).to_owned();
        finding
            .retell(format!("redirection to a file named `{number}`"), cx)
            .help(format!("write `&{number}` for the file descriptor, or choose another file name"));
    }
}
