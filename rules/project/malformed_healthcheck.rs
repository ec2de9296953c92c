//! A health check that does not run what it seems to run.

use compose::TestForm;
use dockerfile::{Form, Healthcheck, HealthcheckTest};
use plimsoll_linter::prelude::*;

#[derive(Default)]
pub(crate) struct MalformedHealthcheck;

impl Rule for MalformedHealthcheck {
    fn check_healthcheck(&self, healthcheck: &Healthcheck, cx: &mut Context) {
        let HealthcheckTest::Cmd(_, command) = &healthcheck.test else { return };
        let (span, program, help) = match &command.form {
            Form::Exec(words) => match &words[..] {
                [first, ..] if is_keyword(&first.value) => {
                    let help = match &*first.value {
                        "CMD-SHELL" => "use the shell form: `HEALTHCHECK CMD …` without brackets and quotes",
                        "NONE" => "write `HEALTHCHECK NONE`",
                        _ => "remove it from the array",
                    };
                    (first.text.span, first.value.to_string(), help)
                }
                [program] if is_spaced(&program.value) => {
                    cx.report(program.text.span, "the health check names a program with spaces in it")
                        .here("the exec form takes the program and each argument as an element of its own")
                        .help("split it into elements, or use the shell form");
                    return;
                }
                _ => return,
            },
            Form::Shell(text) => {
                let word = text.text.split_whitespace().next().unwrap_or_default();
                if !is_keyword(word) {
                    return;
                }
                (text.span(0..word.len()), word.to_owned(), "remove it")
            }
        };
        cx.report(span, format!("the health check runs a program named `{program}`"))
            .here("a keyword of Compose; a Dockerfile starts with the program itself")
            .help(help);
    }

    fn check_container(&self, container: &Container, cx: &mut Context) {
        let service = container.service;
        let Some(test) = service.healthcheck.as_ref().and_then(|check| check.test.as_ref()) else { return };
        let first = test.words.first();
        match (test.form, first) {
            (TestForm::String, Some(script)) => {
                let word = script.value.split_whitespace().next().unwrap_or_default();
                if !is_keyword(word) {
                    return;
                }
                let message = format!("the health check runs a program named `{word}`");
                let finding = cx.report(script.span, message);
                finding.here("a string is read by a shell, as it is");
                finding.help(match word {
                    "NONE" => "write `disable: true`".to_owned(),
                    _ => format!("leave `{word}` out, or write a list"),
                });
            }
            (TestForm::CmdShell, _) => {
                let Some(second) = test.words.get(1) else { return };
                cx.report(second.span, "the health check loses a part")
                    .here("only the first item after `CMD-SHELL` is the script")
                    .help("write the script as one item");
            }
            (TestForm::Cmd, Some(program))
                if test.words.len() == 1 && is_spaced(&program.value) && !program.is_interpolated() =>
            {
                let message = "the health check names a program with spaces in it";
                cx.report(program.span, message)
                    .here("`CMD` takes the program and each argument as an item of its own")
                    .help("split it into items, or write `CMD-SHELL`");
            }
            (TestForm::Cmd | TestForm::Unknown, None)
                if test.keyword.is_none() || test.form == TestForm::Cmd =>
            {
                cx.report(test.span, "the health check runs nothing")
                    .here("the list has no items")
                    .help("say what to run, or remove `test`");
            }
            _ => {}
        }
    }
}

/// Whether a word says in Compose how a test is run.
fn is_keyword(word: &str) -> bool {
    matches!(word, "NONE" | "CMD" | "CMD-SHELL")
}

fn is_spaced(program: &str) -> bool {
    program.trim().contains(' ')
}
