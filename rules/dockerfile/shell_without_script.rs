//! CMD that calls a shell with `-c`, and no script for it.

use dockerfile::{Cmd, Form};
use facts::programs::Role;
use plimsoll_linter::prelude::*;

#[derive(Default)]
pub(crate) struct ShellWithoutScript;

impl Rule for ShellWithoutScript {
    fn check_cmd(&self, cmd: &Cmd, cx: &mut Context) {
        let Form::Exec(words) = &cmd.command.form else { return };
        let [program, option] = words.as_slice() else { return };
        let name = program.value.rsplit('/').next().unwrap_or_default();
        // An entrypoint may add the script.
        let is_started = |stage: Stage| {
            let is_last_cmd = stage.cmd().get().is_some_and(|last| last.span == cmd.command.span);
            is_last_cmd && stage.starts_command() && !stage.is_base()
        };
        if &*option.value != "-c" || !Role::Shell.is_of(name) || cx.is_trigger() {
            return;
        }
        if cx.stage().is_some_and(is_started) {
            cx.report(option.text.span, format!("`{name} -c` has no script: the container fails"))
                .here("this option requires an argument")
                .help(format!(
                    "add the script: `CMD [\"{}\", \"-c\", \"…\"]`, or remove `-c`",
                    program.value
                ));
        }
    }
}
