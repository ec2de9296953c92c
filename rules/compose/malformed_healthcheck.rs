//! A health check that does not run what it seems to run.

use compose::TestForm;
use plimsoll_linter::prelude::*;

#[derive(Default)]
pub(crate) struct MalformedHealthcheck;

impl Rule for MalformedHealthcheck {
    fn check_service(&self, service: &compose::Service, cx: &mut Context) {
        let Some(test) = service.healthcheck.as_ref().and_then(|check| check.test.as_ref()) else { return };
        let first = test.words.first();
        match (test.form, first) {
            (TestForm::String, Some(script)) => {
                let word = script.value.split_whitespace().next().unwrap_or_default();
                if !matches!(word, "NONE" | "CMD" | "CMD-SHELL") {
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
                    .here("only the first item behind `CMD-SHELL` is the script")
                    .help("write the script as one item");
            }
            (TestForm::Cmd, Some(program))
                if test.words.len() == 1
                    && program.value.trim().contains(' ')
                    && !program.is_interpolated() =>
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
                    .here("holds no program")
                    .help("say what to run, or remove `test`");
            }
            _ => {}
        }
    }
}
