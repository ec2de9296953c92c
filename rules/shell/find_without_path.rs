//! A `find` that does not say where.

use plimsoll_linter::prelude::*;
use shell::Command;

#[derive(Default)]
pub(crate) struct FindWithoutPath;

impl Rule for FindWithoutPath {
    fn check_command(&self, command: &Command, cx: &mut Context) {
        let Some(word) = command.name_word().filter(|_| command.name() == "find") else { return };
        // Options of `find` itself (`-L`, `-O3`) stand before the path; tests and actions behind it.
        let is_leading = |text: &str| text.len() <= 2 || text.starts_with("-O");
        let mut texts = command.arguments().iter().map(shell::Word::unquoted);
        let first = texts.find(|text| !(text.starts_with('-') && is_leading(text)));
        let has_path = first.as_ref().is_some_and(|text| !text.starts_with('-'));
        let asks_for_help = command.arguments().iter().any(|word| word.is("--help") || word.is("--version"));
        if has_path || asks_for_help {
            return;
        }
        cx.report(word.span, "`find` without a path")
            .here("some implementations fail, and others search the current directory")
            .help("add a path: `find .`");
    }
}
