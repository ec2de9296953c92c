//! Words after the script of `sh -c`, which belong to no command.

use compose::yaml::Scalar;
use compose::{Command, CommandForm, TestForm};
use dockerfile::{Form, HealthcheckTest, Instruction, Kind};
use plimsoll_linter::prelude::*;
use shell::string_argument;

#[derive(Default)]
pub(crate) struct IgnoredShellArgument;

impl Rule for IgnoredShellArgument {
    fn check_container(&self, container: &Container, cx: &mut Context) {
        let service = container.service;
        let given = |command: &&Command| command.form != CommandForm::Null;
        let (entrypoint, command) =
            (service.entrypoint.as_ref().filter(given), service.command.as_ref().filter(given));
        let words: Vec<&Scalar> =
            entrypoint.into_iter().chain(command).flat_map(|command| &command.words).collect();
        check_scalars(&words, cx);
        let test = service.healthcheck.as_ref().and_then(|check| check.test.as_ref());
        if let Some(test) = test.filter(|test| test.form == TestForm::Cmd) {
            check_scalars(&test.words.iter().collect::<Vec<_>>(), cx);
        }
    }

    fn check_instruction(&self, instruction: &Instruction, cx: &mut Context) {
        let command = match &instruction.kind {
            Kind::Run(run) => &run.command,
            Kind::Entrypoint(entrypoint) => &entrypoint.command,
            Kind::Cmd(cmd) if cx.stage().is_some_and(|stage| stage.starts_command()) => &cmd.command,
            Kind::Healthcheck(check) => match &check.test {
                HealthcheckTest::Cmd(_, command) => command,
                HealthcheckTest::None(_) => return,
            },
            _ => return,
        };
        let Form::Exec(words) = &command.form else { return };
        let words: Vec<(&str, Span)> = words.iter().map(|word| (&*word.value, word.text.span)).collect();
        check(&words, cx);
    }
}

fn check_scalars(words: &[&Scalar], cx: &mut Context) {
    if words.iter().any(|word| word.is_interpolated()) {
        return;
    }
    let words: Vec<(&str, Span)> = words.iter().map(|word| (&*word.value, word.span)).collect();
    check(&words, cx);
}

/// Checks the words of a list, each with its place.
fn check(words: &[(&str, Span)], cx: &mut Context) {
    let Some(at) = string_argument(words.iter().map(|(word, _)| *word)) else { return };
    let (Some((script, _)), Some((_, next)), Some((shell, _))) =
        (words.get(at), words.get(at + 1), words.first())
    else {
        return;
    };
    // A script of several words may use `$1`; a single word is a program that was to get the rest.
    let is_program = |c: char| c.is_ascii_alphanumeric() || "-_./".contains(c);
    if script.is_empty() || !script.chars().all(is_program) {
        return;
    }
    let line: Vec<&str> = words.iter().skip(at).map(|(word, _)| *word).collect();
    let call: Vec<&str> = words.iter().take(at).map(|(word, _)| *word).collect();
    let name = shell.rsplit('/').next().unwrap_or_default();
    cx.report(*next, format!("`{name} -c` runs `{script}` without its arguments"))
        .here("not part of the script: this word becomes `$0`")
        .help(format!("quote the whole script: `{} \"{}\"`", call.join(" "), line.join(" ")));
}
