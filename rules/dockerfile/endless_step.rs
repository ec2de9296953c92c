//! A RUN that starts a program which runs until it is stopped.

use dockerfile::Kind;
use facts::foreground_programs;
use plimsoll_linter::prelude::*;
use shell::Command;

#[derive(Default)]
pub(crate) struct EndlessStep;

impl Rule for EndlessStep {
    fn check_command(&self, command: &Command, cx: &mut Context) {
        let operands: Vec<&str> = command.operands().map(shell::Word::unquoted).collect();
        let Some(arguments) = foreground_programs::find(command.name(), &operands) else { return };
        let Some(Kind::Run(run)) = cx.instruction().map(|instruction| &instruction.kind) else { return };
        let Some(script) = run.command.shell_text() else { return };
        let position = command.position;
        let ends = position.depth > 0
            || position.in_substitution
            || position.stages > 1
            || !command.wrappers.is_empty()
            || ENDING_OPTIONS.iter().any(|option| command.has_option('\0', &[option]))
            || may_be_stopped(&script.text);
        let Some(name) = command.name_word().filter(|_| !ends) else { return };
        let shown = [&[command.name()][..], arguments].concat().join(" ");
        cx.report(name.span, format!("`{shown}` runs until it is stopped, so this step never ends"))
            .here("the build waits for this command to exit")
            .help("move this command to `CMD`, which runs when the container starts");
    }
}

/// Whether a script goes on while the command runs, or stops it.
fn may_be_stopped(script: &str) -> bool {
    let plain = script.replace("&&", "").replace(">&", "").replace("&>", "");
    plain.contains('&') || ["timeout", "kill", "setsid", "daemon"].iter().any(|word| script.contains(word))
}

/// Options with which such a program prints something, checks something, or goes into the background.
const ENDING_OPTIONS: [&str; 6] =
    ["--help", "--version", "--check-config", "--print-config", "--daemon", "--list"];
