//! `~` in quotes.

use plimsoll_linter::prelude::*;

#[derive(Default)]
pub(crate) struct QuotedTilde;

impl Rule for QuotedTilde {
    fn check_shellcheck(&self, finding: &ShellFinding, cx: &mut Context) {
        finding
            .retell("in quotes `~` is not the home directory", cx)
            .here("a folder that is called `~`")
            .help("write `$HOME`, or leave the `~/` out of the quotes");
    }
}
