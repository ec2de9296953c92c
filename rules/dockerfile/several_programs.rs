//! Several programs in one container.

use dockerfile::{CommandLine, Form};
use plimsoll_linter::prelude::*;

#[derive(Default)]
pub(crate) struct SeveralPrograms;

/// Programs that start and watch others.
const SUPERVISORS: [&str; 8] =
    ["supervisord", "s6-svscan", "runsvdir", "circusd", "honcho", "foreman", "forego", "overmind"];

impl Rule for SeveralPrograms {
    fn check_stage(&self, stage: &Stage, cx: &mut Context) {
        if !stage.is_last() || stage.is_windows() {
            return;
        }
        for command in [stage.entrypoint().get(), stage.cmd().get()].into_iter().flatten() {
            let Some(here) = several(command).filter(|_| stage.span().contains(command.span)) else {
                continue;
            };
            cx.report(command.span, "the container starts several programs")
                .here(here)
                .help("run each program in a separate service");
        }
    }
}

/// What tells that there are several.
fn several(command: &CommandLine) -> Option<&'static str> {
    let first = match &command.form {
        Form::Exec(words) => words.first().map_or("", |word| &*word.value).to_owned(),
        Form::Shell(script) => script.text.split_whitespace().next().unwrap_or_default().to_owned(),
    };
    if SUPERVISORS.contains(&first.rsplit('/').next().unwrap_or_default()) {
        return Some("if one of them exits, the container stays up");
    }
    let is_daemon = |it: &shell::Command| {
        let starts = it.arguments().last().is_some_and(|word| word.is("start"));
        starts
            && (it.name() == "service"
                || it.words.first().is_some_and(|word| word.raw.starts_with("/etc/init.d/")))
    };
    let commands = command.commands();
    if commands.len() > 1 && commands.iter().any(is_daemon) {
        return Some("if the program started in the background exits, the container stays up");
    }
    let text = match &command.form {
        Form::Shell(script) => script.text.to_string(),
        Form::Exec(words) => match &**words {
            [shell, flag, script, ..] if flag.value.ends_with('c') && shell.value.ends_with("sh") => {
                script.value.to_string()
            }
            _ => return None,
        },
    };
    let text = text.replace("&&", "").replace(">&", "").replace("&>", "");
    let is_background = text.split_once('&').is_some_and(|(_, rest)| !rest.trim().is_empty());
    (is_background && !text.contains("wait"))
        .then_some("if the background program exits, the container stays up")
}
