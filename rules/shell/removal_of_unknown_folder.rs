//! `rm -r` of a path that starts with a variable.

use plimsoll_linter::prelude::*;

#[derive(Default)]
pub(crate) struct RemovalOfUnknownFolder;

impl Rule for RemovalOfUnknownFolder {
    fn check_shellcheck(&self, finding: &ShellFinding, cx: &mut Context) {
        finding
            .retell("`rm` deletes a system directory if the variable is empty", cx)
            .help("write `${name:?}` to stop the script if the variable is empty");
    }
}
