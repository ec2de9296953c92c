//! `/bin/sh` exchanged for another shell.

use dockerfile::Kind;
use plimsoll_linter::prelude::*;
use shell::Command;

#[derive(Default)]
pub(crate) struct ReplacedShell;

impl Rule for ReplacedShell {
    fn check_command(&self, command: &Command, cx: &mut Context) {
        if !matches!(cx.instruction().map(|instruction| &instruction.kind), Some(Kind::Run(_))) {
            return;
        }
        if !matches!(command.name(), "ln" | "mv" | "cp") {
            return;
        }
        let is_shell = |word: &&shell::Word| matches!(word.unquoted(), "/bin/sh" | "/usr/bin/sh");
        let Some(target) = command.operands().last().filter(is_shell) else { return };
        cx.report(target.span, "`/bin/sh` is replaced by another shell")
            .here("every script in the image uses this shell, including package scripts")
            .help(r#"use `SHELL` to choose the shell for build steps: `SHELL ["/bin/bash", "-c"]`"#);
    }
}
