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
            (Some(uid), _) => (uid.word.span, "a user with ID 0 is a second root user"),
            (None, Some(option)) => (option.span, "this user can share its ID with another user"),
            (None, None) => return,
        };
        cx.report(span, message)
            .here("users with the same ID own the same files and processes")
            .help("choose a unique ID for each user");
    }
}
