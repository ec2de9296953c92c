//! An exec form whose array is not valid JSON, so that a shell runs its text.

use dockerfile::{Cmd, CommandLine, Entrypoint, Form, Healthcheck, HealthcheckTest, Run};
use plimsoll_linter::prelude::*;

#[derive(Default)]
pub(crate) struct MalformedExecForm;

impl Rule for MalformedExecForm {
    fn check_cmd(&self, cmd: &Cmd, cx: &mut Context) {
        check(&cmd.command, "CMD", cx);
    }

    fn check_entrypoint(&self, entrypoint: &Entrypoint, cx: &mut Context) {
        check(&entrypoint.command, "ENTRYPOINT", cx);
    }

    fn check_healthcheck(&self, healthcheck: &Healthcheck, cx: &mut Context) {
        if let HealthcheckTest::Cmd(_, command) = &healthcheck.test {
            check(command, "HEALTHCHECK", cx);
        }
    }

    fn check_run(&self, run: &Run, cx: &mut Context) {
        check(&run.command, "RUN", cx);
    }
}

fn check(command: &CommandLine, name: &str, cx: &mut Context) {
    let Form::Shell(text) = &command.form else { return };
    let Some(program) = misread_program(command, name == "RUN") else { return };
    // What else a RUN does with the status, it may know.
    let is_closed = cx.text(text.whole()).trim_end().ends_with(']');
    if name == "RUN" && !is_closed {
        return;
    }
    // `overridden-instruction` reports what never runs.
    let is_replaced = |stage: Stage| match name {
        "CMD" => stage.cmd().is_known_and(|last| last.span != command.span),
        "ENTRYPOINT" => stage.entrypoint().is_known_and(|last| last.span != command.span),
        _ => false,
    };
    if cx.stage().is_some_and(is_replaced) {
        return;
    }
    // An array that goes on in the next line, which is no instruction: the build ends there.
    let is_cut = |stage: Stage| {
        let problems = &stage.file().tree.problems;
        problems
            .iter()
            .any(|problem| problem.rule == "dockerfile-syntax" && problem.primary.span > command.span)
    };
    if !is_closed && cx.stage().is_some_and(is_cut) {
        return;
    }
    // Where there is no shell, `missing-shell` says more.
    let has_shell = |stage: Stage| {
        stage.script_shell(command, cx.index()).is_posix() && stage.lacks_shell(stage.end()).is_none()
    };
    if !cx.stage().is_none_or(has_shell) {
        return;
    }
    let fails = match name {
        "RUN" => "the build fails",
        "HEALTHCHECK" if program == "[" => "the check does not run the program",
        "HEALTHCHECK" => "every check fails",
        _ if program == "[" => "the container exits immediately",
        _ => "the container fails",
    };
    let here = if program == "[" {
        "a shell runs this text, and `[` is the `test` command".to_owned()
    } else {
        format!("a shell runs this text: `{}: not found`", project::exec_form::shortened(program))
    };
    let written = cx.text(text.whole()).trim_end();
    let array = array(written);
    let has_comment = written.rsplit_once(']').is_some_and(|(_, rest)| rest.trim_start().starts_with('#'));
    let finding = cx.report(command.span, format!("`{name}` is not a valid JSON array: {fails}")).here(here);
    match array {
        Some(array) => finding
            .help(format!("use double quotes: `{array}`"))
            .fix(Fix::risky("write a JSON array").replace(text.whole(), array)),
        None if has_comment => finding.help("move the comment to a line of its own"),
        None => finding.help("use double quotes, and separate the strings with commas"),
    };
    if matches!(name, "RUN" | "HEALTHCHECK") {
        finding.answers_to([]);
    }
}

/// The program that a shell looks for where an array was meant: all that stands before the first space, or `[`, which
/// conditions of a RUN start with, too.
pub(crate) fn misread_program<'c>(command: &'c CommandLine, is_run: bool) -> Option<&'c str> {
    let script = command.script();
    let program = script.commands.first()?.name_word()?.unquoted();
    let is_alone = script.commands.len() == 1 && !is_run;
    let is_misread = program.starts_with('[') && program != "[[" && (program != "[" || is_alone);
    is_misread.then_some(program)
}

/// The array that was meant: items between commas, each in quotes of any kind, or in none.
pub(super) fn array(written: &str) -> Option<String> {
    let inner = written.strip_prefix('[')?.strip_suffix(']')?.trim().trim_end_matches(',');
    let quotes = ['"', '\'', '“', '”', '‘', '’'];
    let item = |item: &str| {
        let text = item.trim().trim_matches(quotes);
        let is_plain = !text.is_empty() && !text.contains(quotes) && !text.contains(['\\', '$', '\n']);
        is_plain.then(|| format!("\"{text}\""))
    };
    let items: Option<Vec<String>> = inner.split(',').map(item).collect();
    Some(format!("[{}]", items?.join(", ")))
}
