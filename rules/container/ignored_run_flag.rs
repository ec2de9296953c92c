//! A flag that nothing reads any more.

use plimsoll_linter::prelude::*;

#[derive(Default)]
pub(crate) struct IgnoredRunFlag;

impl Rule for IgnoredRunFlag {
    fn check_command_line(&self, line: &Line, cx: &mut Context) {
        // `content-trust` speaks of its own.
        let is_old =
            |flag: &&commands::Flag| flag.known.is_deprecated && flag.name() != "--disable-content-trust";
        for flag in line.command.flags.flags.iter().filter(is_old) {
            cx.report(flag.span, format!("`{}` has no effect", flag.name()))
                .here("the client accepts this flag but ignores it")
                .help("remove this flag");
        }
    }
}
