//! An entrypoint script whose shell stays before its program.

use dockerfile::Form;
use facts::programs::Role;
use plimsoll_linter::prelude::*;
use shell::Command;

#[derive(Default)]
pub(crate) struct EntrypointWithoutExec;

impl Rule for EntrypointWithoutExec {
    fn check_dockerfile(&self, file: &DockerfileModel, cx: &mut Context) {
        let Some(stage) = file.last_stage() else { return };
        let Some(entrypoint) = stage.entrypoint().get() else { return };
        let Form::Exec(words) = &entrypoint.form else { return };
        let found = words.iter().find_map(|word: &dockerfile::Word| {
            file.entrypoint_script(&word.value).map(|(text, script)| (word, text, script))
        });
        let Some((word, text, script)) = found else { return };
        if !text.raw.starts_with("#!") || !text.raw.lines().next().is_some_and(|line| line.ends_with("sh")) {
            return;
        }
        let is_handled = script.commands.iter().any(|command| ["trap", "wait"].contains(&command.name()));
        let Some(last) = script.commands.last().filter(|_| script.problems.is_empty() && !is_handled) else {
            return;
        };
        if last.position.depth > 0 || last.position.stages > 1 || !starts_program(last) {
            return;
        }
        cx.report(word.text.span, format!("`{}` starts its program without `exec`", word.value))
            .here("the shell keeps running and does not forward signals to the program")
            .label(last.span, "the script's last command")
            .help(format!("write `exec {}`", written(last, text)));
    }
}

/// Whether a command is the program of the container: its arguments, or a server.
fn starts_program(command: &Command) -> bool {
    let is_free = command.wrappers.is_empty() && command.assignments.is_empty();
    let is_arguments =
        command.words.first().is_some_and(|word| ["\"$@\"", "$@", "${@}", "\"${@}\""].contains(&&*word.raw));
    is_free && (is_arguments || Role::RunsOn.is_of(command.name()))
}

fn written(command: &Command, text: Text) -> String {
    let from = command.span.start.saturating_sub(text.span.start) as usize;
    text.raw.get(from..from + command.span.len()).unwrap_or_default().to_owned()
}
