//! A user that is created with the number of another one.

use dockerfile::Kind;
use plimsoll_linter::prelude::*;
use shell::Command;

#[derive(Default)]
pub(crate) struct SharedUid;

impl Rule for SharedUid {
    fn check_command(&self, command: &Command, cx: &mut Context) {
        if !matches!(cx.instruction().map(|instruction| &instruction.kind), Some(Kind::Run(_))) {
            return;
        }
        if !matches!(command.name(), "useradd" | "usermod" | "adduser") {
            return;
        }
        let root = command
            .option_value('u', &["--uid"])
            .filter(|uid| uid.word.literal().is_some() && uid.text == "0");
        let other = || command.option('o', &["--non-unique"]).filter(|_| command.name() != "adduser");
        let (span, message) = match (root, other()) {
            (Some(uid), _) => (uid.word.span, "the user gets the number 0, and is a second root"),
            (None, Some(option)) => (option.span, "the user may get the number of another one"),
            (None, None) => return,
        };
        cx.report(span, message)
            .here("the kernel knows numbers only: both own the same files and processes")
            .help("give every user a number of its own");
    }
}
