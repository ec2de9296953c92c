//! `&&`, `|`, `>` or a variable in a command that no shell reads.

use compose::yaml::Scalar;
use compose::{CommandForm, TestForm};
use facts::programs::Role;
use plimsoll_linter::prelude::*;
use shell::Shell;

#[derive(Default)]
pub(crate) struct ShellSyntaxWithoutShell;

/// Words that only a shell understands.
const OPERATORS: &[&str] = &["&&", "||", "|", ">", ">>", "2>&1", "2>/dev/null", ">/dev/null", "&"];

impl Rule for ShellSyntaxWithoutShell {
    fn check_service(&self, service: &compose::Service, cx: &mut Context) {
        for (key, command) in [("command", &service.command), ("entrypoint", &service.entrypoint)] {
            let Some(command) = command else { continue };
            if let Some(rest) = &command.dropped {
                report_dropped(command, rest, key, cx);
                continue;
            }
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

/// Compose itself ends a command at an operator outside quotes.
fn report_dropped(command: &compose::Command, rest: &Scalar, key: &str, cx: &mut Context) {
    let written = command.text.as_ref().map_or("", |text| text.value.trim());
    let first = command.words.first().map_or("", |word| &word.value);
    let sign = rest.value.split_whitespace().next().unwrap_or_default();
    let inner = written.split_once(" -c ").filter(|_| runs_shell(&command.words));
    let script = inner.map_or(written, |(_, script)| script).replace('"', "\\\"");
    let shell = match inner {
        Some((shell, _)) => shell.to_owned(),
        None => "sh".to_owned(),
    };
    let script = script.split_whitespace().collect::<Vec<_>>().join(" ");
    cx.report(rest.span, format!("Compose drops everything from `{sign}` on in `{key}`"))
        .here(format!("`{first}` does not get it, and no shell runs it"))
        .help(format!("put the script in quotes: `{key}: {shell} -c '{script}'`"));
}

fn runs_shell(words: &[Scalar]) -> bool {
    // Behind `env`, `exec`, `tini --` and their like, too.
    words.iter().take(4).any(|word| {
        let name = word.value.rsplit(['/', '\\']).next().unwrap_or_default();
        name == "eval" || Shell::from_path(name) != Shell::Other || word.is_interpolated()
    })
}

fn report(words: &[Scalar], key: &str, help: &str, cx: &mut Context) {
    let Some(program) = words.first() else { return };
    let mut escaped = words.iter().skip(1).filter(|_| !reads_variables(&program.value));
    if let Some((word, range)) = escaped.find_map(|word| Some((word, escaped_variable(&word.value)?))) {
        let message = format!("no shell replaces the variable in `{key}`");
        cx.report(word.place(range), message)
            .here(format!("`{}` gets it as it is, with one `$`", program.value))
            .help(help.to_owned());
        return;
    }
    let operator = words.iter().skip(1).find(|word| OPERATORS.contains(&&*word.value));
    let Some(operator) = operator else { return };
    let message = format!("no shell reads the `{}` in `{key}`", operator.value);
    cx.report(operator.span, message)
        .here(format!("`{}` gets it, and all that follows, as arguments", program.value))
        .help(help.to_owned());
}

/// Whether a program gives `$NAME` a meaning of its own.
fn reads_variables(program: &str) -> bool {
    let name = program.rsplit('/').next().unwrap_or_default();
    Role::ReadsDollar.is_of(name)
        || name.starts_with("python")
        || !program.contains(|c: char| c.is_ascii_lowercase())
}

/// Where a word has a variable of the environment that Compose is told to leave alone: `$$NAME`, `$${NAME}`.
fn escaped_variable(word: &str) -> Option<std::ops::Range<usize>> {
    word.match_indices("$$").find_map(|(at, _)| {
        let rest = word.get(at + 2..)?;
        let (name, behind) = match rest.strip_prefix('{') {
            Some(inner) => (inner.split('}').next()?, 2),
            None => (rest, 0),
        };
        let is_of_name = |c: char| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '_';
        let len = name.len() - name.trim_start_matches(is_of_name).len();
        let is_whole = behind == 0 || len == name.len();
        let starts = name.starts_with(|c: char| c.is_ascii_uppercase() || c == '_');
        (starts && is_whole && len > 1).then_some(at..at + 2 + len + behind)
    })
}
