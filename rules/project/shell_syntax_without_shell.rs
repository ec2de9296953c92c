//! `&&`, `|`, `>` or a variable in a command that no shell reads.

use compose::yaml::Scalar;
use compose::{CommandForm, TestForm};
use dockerfile::{CommandLine, Form, HealthcheckTest, Instruction, Kind};
use plimsoll_linter::prelude::*;
use project::exec_form::{after_directory, expanded_in, may_run_shell, reads_variables, runs_shell};
use shell::string_argument;

use super::truncated_command::{background, is_small, is_to_fill_in, report_dropped};

#[derive(Default)]
pub(crate) struct ShellSyntaxWithoutShell;

/// Words that only a shell understands.
const OPERATORS: &[&str] = &["&&", "||", "|", ">", ">>", "2>&1", "2>/dev/null", ">/dev/null", "&"];

impl Rule for ShellSyntaxWithoutShell {
    fn check_instruction(&self, instruction: &Instruction, cx: &mut Context) {
        let (command, key): (&CommandLine, _) = match &instruction.kind {
            Kind::Run(run) => (&run.command, "RUN"),
            Kind::Entrypoint(entrypoint) => (&entrypoint.command, "ENTRYPOINT"),
            Kind::Cmd(cmd) if cx.stage().is_some_and(|stage| !is_for_shell(&stage)) => (&cmd.command, "CMD"),
            Kind::Healthcheck(check) => match &check.test {
                HealthcheckTest::Cmd(_, command) => (command, "HEALTHCHECK"),
                HealthcheckTest::None(_) => return,
            },
            _ => return,
        };
        let Form::Exec(words) = &command.form else { return };
        let values: Vec<&str> = words.iter().map(|word| &*word.value).collect();
        if cx.stage().is_none_or(|stage| stage.is_windows()) || runs_shell(&values) {
            return;
        }
        let help = match key {
            "RUN" | "HEALTHCHECK" => "use the shell form, without brackets and quotes".to_owned(),
            "CMD" if cx.stage().is_some_and(|stage| stage.entrypoint().get().is_some()) => {
                "use a shell in `ENTRYPOINT`, or remove this if the program reads the variable itself"
                    .to_owned()
            }
            _ => format!("use a shell: `{key} [\"sh\", \"-c\", \"exec …\"]`"),
        };
        let place = |at: usize, range: std::ops::Range<usize>| {
            let text = words.get(at).map(|word| word.text)?;
            let is_verbatim = words.get(at).is_some_and(|word| word.value == text.raw);
            Some(if is_verbatim { text.slice(range.start, range.end).span } else { text.span })
        };
        report(&values, "$", key, &help, place, cx);
    }

    fn check_service(&self, service: &compose::Service, cx: &mut Context) {
        for (key, command) in [("command", &service.command), ("entrypoint", &service.entrypoint)] {
            let Some(command) = command else { continue };
            if let Some(rest) = &command.dropped {
                // Without the last `;`, the same runs.
                if is_small(rest) && !is_to_fill_in(rest) && rest.value.trim() != ";" {
                    report_dropped(command, rest, key, cx);
                }
                continue;
            }
            let has_shell = may_run_shell(&command.words)
                || service.entrypoint.as_ref().is_some_and(|it| may_run_shell(&it.words));
            let help = match command.form {
                CommandForm::String => format!("use a shell: `{key}: sh -c \"…\"`"),
                _ => format!("use a shell: `{key}: [sh, -c, \"…\"]`"),
            };
            if !has_shell {
                report_scalars(&command.words, key, &help, cx);
            }
        }
        let test = service.healthcheck.as_ref().and_then(|check| check.test.as_ref());
        if let Some(test) = test.filter(|test| test.form == TestForm::Cmd && !may_run_shell(&test.words)) {
            let help = "use a shell: write the test as one string, or use `CMD-SHELL`";
            report_scalars(&test.words, "test", help, cx);
        }
    }
}

/// Whether the entrypoint may have a shell read CMD: it is `["sh", "-c"]`, a script, or unknown.
fn is_for_shell(stage: &Stage) -> bool {
    let Some(entrypoint) = stage.entrypoint().get() else { return !stage.starts_command() };
    let Form::Exec(words) = &entrypoint.form else { return true };
    let values: Vec<&str> = words.iter().map(|word| &*word.value).collect();
    if !runs_shell(&values) {
        return values.iter().take(4).any(|word| word.contains("entrypoint") || word.ends_with(".sh"));
    }
    let script = string_argument(values.iter().copied()).and_then(|at| values.get(at));
    script.is_none_or(|script| script.contains("eval"))
}

fn report_scalars(words: &[Scalar], key: &str, help: &str, cx: &mut Context) {
    let values: Vec<&str> = words.iter().map(|word| &*word.value).collect();
    let place = |at: usize, range| words.get(at).map(|word| word.place(range));
    report(&values, "$$", key, help, place, cx);
}

/// What to write for `cd DIRECTORY && PROGRAM`, which needs no shell.
fn in_directory(words: &[&str], key: &str) -> Option<String> {
    let (directory, program) = after_directory(words)?;
    let (setting, colon) = match key {
        "CMD" | "ENTRYPOINT" | "RUN" => ("WORKDIR", ""),
        "command" | "entrypoint" => ("working_dir:", ":"),
        _ => return None,
    };
    Some(format!("set the directory with `{setting} {directory}`, and write `{key}{colon} {program}`"))
}

/// Reports a variable that is written with `sign`, else an operator.
fn report(
    words: &[&str],
    sign: &str,
    key: &str,
    help: &str,
    place: impl Fn(usize, std::ops::Range<usize>) -> Option<Span>,
    cx: &mut Context,
) {
    let Some(program) = words.first() else { return };
    let mut arguments = words.iter().enumerate().skip(1);
    let variable = (!reads_variables(program, words))
        .then(|| arguments.clone().find_map(|(at, word)| place(at, expanded_in(program, word, sign)?)));
    if let Some(span) = variable.flatten() {
        let as_it_is = if sign == "$" { "as written" } else { "as written, with one `$`" };
        let what = if cx.text(span).contains('(') { "command" } else { "variable" };
        cx.report(span, format!("no shell expands the {what} in `{key}`"))
            .here(format!("passed to `{program}` {as_it_is}"))
            .help(help.to_owned());
        return;
    }
    let operator = arguments.find(|(_, word)| OPERATORS.contains(word));
    let Some((span, operator)) = operator.and_then(|(at, it)| Some((place(at, 0..it.len())?, it))) else {
        return;
    };
    cx.report(span, format!("no shell interprets `{operator}` in `{key}`"))
        .here(format!("passed to `{program}` as an argument, like the rest of the command"))
        .help(background(words).or_else(|| in_directory(words, key)).unwrap_or_else(|| help.to_owned()));
}
