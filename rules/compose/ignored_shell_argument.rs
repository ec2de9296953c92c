//! Words after the script of `sh -c`, which belong to no command.

use compose::yaml::Scalar;
use compose::{Command, CommandForm, TestForm};
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
        check(&words, cx);
        let test = service.healthcheck.as_ref().and_then(|check| check.test.as_ref());
        if let Some(test) = test.filter(|test| test.form == TestForm::Cmd) {
            check(&test.words.iter().collect::<Vec<_>>(), cx);
        }
    }
}

fn check(words: &[&Scalar], cx: &mut Context) {
    let Some(at) = string_argument(words.iter().map(|word| &*word.value)) else { return };
    let (Some(script), Some(next), Some(shell)) = (words.get(at), words.get(at + 1), words.first()) else {
        return;
    };
    // A script of several words may use `$1`; a single word is a program that was to get the rest.
    let is_program = |c: char| c.is_ascii_alphanumeric() || "-_./".contains(c);
    let is_plain = !script.value.is_empty() && script.value.chars().all(is_program);
    if !is_plain || script.is_interpolated() {
        return;
    }
    let line: Vec<&str> = words.iter().skip(at).map(|word| &*word.value).collect();
    let call: Vec<&str> = words.iter().take(at).map(|word| &*word.value).collect();
    let name = shell.value.rsplit('/').next().unwrap_or_default();
    cx.report(next.span, format!("`{name} -c` runs `{}` without its arguments", script.value))
        .here("not part of the script: this word becomes `$0`")
        .help(format!("quote the whole script: `{} \"{}\"`", call.join(" "), line.join(" ")));
}
