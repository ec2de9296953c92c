//! `rm -r` of a path that starts with a variable.

use plimsoll_linter::prelude::*;

#[derive(Default)]
pub(crate) struct RemovalOfUnknownFolder;

impl Rule for RemovalOfUnknownFolder {
    fn check_shellcheck(&self, finding: &ShellFinding, cx: &mut Context) {
        finding
            .retell("when the variable is empty, this removes a system directory", cx)
            .help("write `${name:?}`, which stops the script when it is empty");
    }
}
