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
                        _ => "remove this keyword from the array",
                    };
                    (first.text.span, first.value.to_string(), help)
                }
                [program] if is_spaced(&program.value) => {
                    cx.report(program.text.span, "the health check runs a program with spaces in its name")
                        .here("in exec form, the program and each argument are separate elements")
                        .help("split the command into elements, or use the shell form");
                    return;
                }
                _ => return,
            },
            Form::Shell(text) => {
                let word = text.text.split_whitespace().next().unwrap_or_default();
                if !is_keyword(word) {
                    return;
                }
                (text.span(0..word.len()), word.to_owned(), "remove this keyword")
            }
        };
        cx.report(span, format!("the health check runs a program named `{program}`"))
            .here("this is a Compose keyword; in a Dockerfile, the program comes first")
            .help(help);
    }

    fn check_container(&self, container: &Container, cx: &mut Context) {
        let service = container.service;
        let test = service.healthcheck.as_ref().and_then(|check| check.test.as_ref());
        let Some(test) = test.filter(|test| is_malformed(test)) else { return };
        match (test.form, test.words.first()) {
            (TestForm::String, Some(script)) => {
                let word = first_word(script);
                let message = format!("the health check runs a program named `{word}`");
                let finding = cx.report(script.span, message);
                finding.here("Compose passes the whole string to a shell");
                finding.help(match word {
                    "NONE" => "write `disable: true`".to_owned(),
                    _ => format!("remove `{word}`, or write a list"),
                });
            }
            (TestForm::CmdShell, _) => {
                let Some(second) = test.words.get(1) else { return };
                cx.report(second.span, "part of the health check is ignored")
                    .here("only the first item after `CMD-SHELL` is the script")
                    .help("write the whole script as one item");
            }
            (TestForm::Cmd, Some(program)) => {
                let message = "the health check runs a program with spaces in its name";
                cx.report(program.span, message)
                    .here("after `CMD`, the program and each argument are separate items")
                    .help("split the command into items, or use `CMD-SHELL`");
            }
            (_, None) => {
                cx.report(test.span, "the health check is inherited from the image")
                    .here("an empty list has no effect: the container inherits the image's check")
                    .help("add a command, or set `disable: true` to turn off the check");
            }
            _ => {}
        }
    }
}

/// Whether a test of a service does not run what it seems to run.
pub(crate) fn is_malformed(test: &compose::HealthcheckTest) -> bool {
    match (test.form, &test.words[..]) {
        (TestForm::String, [script, ..]) => is_keyword(first_word(script)),
        (TestForm::CmdShell, words) => words.len() > 1,
        (TestForm::Cmd, [program]) => is_spaced(&program.value) && !program.is_interpolated(),
        (TestForm::Cmd, []) => true,
        (TestForm::Unknown, []) => test.keyword.is_none(),
        _ => false,
    }
}

fn first_word<'v>(script: &'v compose::yaml::Scalar) -> &'v str {
    script.value.split_whitespace().next().unwrap_or_default()
}

/// Whether a word says in Compose how a test is run.
fn is_keyword(word: &str) -> bool {
    matches!(word, "NONE" | "CMD" | "CMD-SHELL")
}

fn is_spaced(program: &str) -> bool {
    program.trim().contains(' ')
}
