//! CMD or ENTRYPOINT that starts a shell only to replace it.

use dockerfile::{Cmd, CommandLine, Entrypoint, Form};
use plimsoll_linter::prelude::*;

use super::shell_form_command::replaces_itself;

#[derive(Default)]
pub(crate) struct ShellFormExec;

impl Rule for ShellFormExec {
    fn check_cmd(&self, cmd: &Cmd, cx: &mut Context) {
        check(&cmd.command, "CMD", cx);
    }

    fn check_entrypoint(&self, entrypoint: &Entrypoint, cx: &mut Context) {
        check(&entrypoint.command, "ENTRYPOINT", cx);
    }
}

fn check(command: &CommandLine, name: &str, cx: &mut Context) {
    let Form::Shell(_) = &command.form else { return };
    // Who chose a shell wants one, and `cmd` on Windows knows no `exec`.
    let chosen = |stage: Stage| stage.is_windows() || stage.shell_at(cx.index()).set_at.is_some();
    if cx.is_trigger() || cx.stage().is_some_and(chosen) {
        return;
    }
    if replaces_itself(command.script(), cx) {
        report(command.span, name, cx);
        return;
    }
    let mut wrappers = command.commands().iter().flat_map(|command| &command.wrappers);
    let Some(word) = wrappers.find_map(|wrapper| wrapper.words.first().filter(|word| word.is("exec"))) else {
        return;
    };
    report(word.span, name, cx);
}

fn report(span: Span, name: &str, cx: &mut Context) {
    cx.report(span, format!("`{name}` starts a shell that is replaced immediately"))
        .here("signals reach the program, but the image needs a shell")
        .help("write a JSON array if the shell does nothing else");
}
