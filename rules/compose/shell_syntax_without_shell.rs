//! `&&`, `|`, `>` or a variable in a command that no shell reads.

use compose::yaml::Scalar;
use compose::{CommandForm, TestForm};
use plimsoll_linter::prelude::*;

#[derive(Default)]
pub(crate) struct ShellSyntaxWithoutShell;

/// Words that only a shell understands.
const OPERATORS: &[&str] = &["&&", "||", "|", ">", ">>", "2>&1", "2>/dev/null", ">/dev/null", "&"];

const SHELLS: &[&str] = &["sh", "bash", "ash", "dash", "zsh", "busybox", "cmd", "powershell", "pwsh", "eval"];

impl Rule for ShellSyntaxWithoutShell {
    fn check_service(&self, service: &compose::Service, cx: &mut Context) {
        for (key, command) in [("command", &service.command), ("entrypoint", &service.entrypoint)] {
            let Some(command) = command else { continue };
            let has_shell = [Some(command), service.entrypoint.as_ref()]
                .into_iter()
                .flatten()
                .any(|it| runs_shell(&it.words));
            let help = match command.form {
                CommandForm::String => format!("run a shell: `{key}: sh -c \"…\"`"),
                _ => format!("run a shell: `{key}: [sh, -c, \"…\"]`"),
            };
            if !has_shell {
                report(&command.words, key, &help, cx);
            }
        }
        let test = service.healthcheck.as_ref().and_then(|check| check.test.as_ref());
        if let Some(test) = test.filter(|test| test.form == TestForm::Cmd && !runs_shell(&test.words)) {
            let help = "write the test as one string, or behind `CMD-SHELL`: a shell reads it then";
            report(&test.words, "test", help, cx);
        }
    }
}

fn runs_shell(words: &[Scalar]) -> bool {
    // Behind `env`, `exec`, `tini --` and their like, too.
    words.iter().take(4).any(|word| {
        let name = word.value.rsplit(['/', '\\']).next().unwrap_or_default();
        SHELLS.contains(&name.trim_end_matches(".exe")) || word.is_interpolated()
    })
}

fn report(words: &[Scalar], key: &str, help: &str, cx: &mut Context) {
    let operator = words.iter().skip(1).find(|word| OPERATORS.contains(&&*word.value));
    let Some((operator, program)) = operator.zip(words.first()) else { return };
    let message = format!("no shell reads the `{}` in `{key}`", operator.value);
    cx.report(operator.span, message)
        .here(format!("`{}` gets it, and all that follows, as arguments", program.value))
        .help(help.to_owned());
}
