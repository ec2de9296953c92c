//! A command whose program has its arguments in its name.

use compose::CommandForm;
use dockerfile::{CommandLine, Form, Kind};
use plimsoll_linter::prelude::*;

#[derive(Default)]
pub(crate) struct SpacedProgram;

impl Rule for SpacedProgram {
    fn check_container(&self, container: &Container, cx: &mut Context) {
        let service = container.service;
        let own = service.entrypoint.as_ref().filter(|entrypoint| entrypoint.form != CommandForm::Null);
        // With an entrypoint, the command is nothing but its arguments.
        let starts = || {
            container.starts_with_command() || container.stage().is_some_and(|stage| stage.starts_command())
        };
        let command = service.command.as_ref().filter(|_| own.is_none() && starts());
        for list in own.into_iter().chain(command).filter(|list| list.form == CommandForm::List) {
            if let Some(program) = list.words.first().filter(|word| is_spaced(&word.value)) {
                report(program.span, &program.value, cx);
            }
        }
        for string in service.command.iter().chain(&service.entrypoint) {
            // `"['npm', 'start']"`: the brackets and commas are parts of words.
            let text = string.text.as_ref().filter(|text| is_list(&text.value));
            if let Some((text, program)) = text.zip(string.words.first()) {
                cx.report(text.span, "the quoted list is a single string")
                    .here(format!("Compose runs a program named `{}`", program.value))
                    .help("remove the quotes around the list");
            }
        }
    }

    fn check_dockerfile(&self, file: &DockerfileModel, cx: &mut Context) {
        for stage in file.stages().filter(|stage| !stage.is_windows()) {
            for instruction in stage.instructions() {
                match &instruction.kind {
                    Kind::Entrypoint(entrypoint) => check(&entrypoint.command, cx),
                    Kind::Cmd(cmd) if stage.starts_command() => check(&cmd.command, cx),
                    _ => {}
                }
            }
        }
    }
}

fn check(command: &CommandLine, cx: &mut Context) {
    let Form::Exec(words) = &command.form else { return };
    if let Some(program) = words.first().filter(|word| is_spaced(&word.value)) {
        report(program.text.span, &program.value, cx);
    }
}

/// `['npm', 'start']`, and no test of a shell: `[ -f x ]`.
fn is_list(text: &str) -> bool {
    let inside = text.trim().strip_prefix('[').and_then(|rest| rest.strip_suffix(']'));
    inside.is_some_and(|inside| inside.trim_start().starts_with(['"', '\'']) && !inside.contains('['))
}

/// `npm start`, and no path with a blank in it. An option is an argument of an entrypoint that the image has.
fn is_spaced(program: &str) -> bool {
    let (first, rest) = program.trim().split_once(' ').unwrap_or_default();
    !first.is_empty()
        && !first.starts_with('-')
        && !first.ends_with('\\')
        && (!rest.contains('/') || rest.starts_with('-'))
        && !program.contains('$')
}

fn report(span: Span, program: &str, cx: &mut Context) {
    let items: Vec<String> = program.split_whitespace().map(|word| format!("\"{word}\"")).collect();
    cx.report(span, "the command is treated as a single program name")
        .here("in list form, each argument is a separate item")
        .help(format!("split the command into items: `{}`", items.join(", ")));
}
