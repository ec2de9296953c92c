//! An option where a command is expected.

use dockerfile::Kind;
use plimsoll_linter::prelude::*;
use shell::Command;

#[derive(Default)]
pub(crate) struct OptionAsCommand;

impl Rule for OptionAsCommand {
    fn check_command(&self, command: &Command, cx: &mut Context) {
        // `CMD ["--help"]`, and often `CMD --help` too, are meant for the entrypoint.
        let Some(Kind::Run(run)) = cx.instruction().map(|instruction| &instruction.kind) else { return };
        let Some(word) = command.name_word().filter(|_| !run.command.is_exec()) else { return };
        let is_option = word.raw.len() > 1 && word.raw.starts_with('-');
        // `env -S`, `sudo -x` and their like have options that are not known here.
        if !is_option || !command.wrappers.is_empty() || command.position.nested {
            return;
        }
        cx.report(word.span, format!("`{}` is run as a command", word.raw))
            .here("this option is separated from the command before it")
            .help("add the missing line continuation, or remove the extra `;` or `&&`");
    }
}
