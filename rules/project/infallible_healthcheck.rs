//! A health check that always succeeds.

use compose::TestForm;
use dockerfile::{Healthcheck, HealthcheckTest};
use facts::programs::Role;
use plimsoll_linter::prelude::*;
use shell::{Command, Script, Shell};

#[derive(Default)]
pub(crate) struct InfallibleHealthcheck;

impl Rule for InfallibleHealthcheck {
    fn check_healthcheck(&self, healthcheck: &Healthcheck, cx: &mut Context) {
        let HealthcheckTest::Cmd(_, command) = &healthcheck.test else { return };
        let first = command.commands().first().map_or("", Command::name);
        let effective = cx.stage().map_or(Shell::Other, |stage| stage.script_shell(command, cx.index()));
        if Shell::from_path(first) == Shell::PowerShell || effective == Shell::PowerShell {
            power_shell(command.span, cx);
        } else if effective.is_posix() && command.shell_text().is_some() {
            posix(command.script(), cx);
        }
    }

    fn check_service(&self, service: &compose::Service, cx: &mut Context) {
        let Some(test) = service.healthcheck.as_ref().and_then(|check| check.test.as_ref()) else { return };
        let is_script = matches!(test.form, TestForm::String | TestForm::CmdShell);
        if let (TestForm::Cmd, [program, ..]) = (test.form, &test.words[..])
            && Role::NeverFails.is_of(&program.value)
        {
            report(program.span, &program.value, cx);
        }
        if let [script] = &test.words[..]
            && is_script
            && Shell::from_path(script.value.split_whitespace().next().unwrap_or_default()) == Shell::Other
        {
            posix(&Script::parse(&script.joined()), cx);
        }
    }
}

/// Reports the last command of a script when its status is always 0 and none before it can end the script.
fn posix(script: &Script, cx: &mut Context) {
    let own = || script.commands.iter().filter(|command| !command.position.nested);
    if let [only] = &script.commands[..]
        && matches!(only.name(), "true" | ":" | "exit")
        && never_fails(only)
        && only.redirects.is_empty()
    {
        report(only.span, only.name(), cx);
        return;
    }
    let Some(last) = own().next_back().filter(|last| own().count() > 1 && never_fails(last)) else { return };
    let before = own().take_while(|command| command.span.start < last.span.start).last();
    let Some(before) = before.filter(|before| before.span.end <= last.span.start) else { return };
    let between = cx.text(Span { start: before.span.end, end: last.span.start, ..last.span });
    let may_end = |it: &Command| MAY_END.contains(&it.name());
    if last.position.depth > 0
        || !last.position.in_current_shell()
        || between.contains("&&")
        || !script.problems.is_empty()
        || own().any(|it| may_end(it) && !std::ptr::eq(it, last))
    {
        return;
    }
    let name = last.name();
    cx.report(last.span, "the health check cannot fail")
        .here(format!("`{name}` returns 0, so the container is always healthy"))
        .help("write `|| exit 1` instead, or remove this command");
}

/// What may end the script, or the service that it watches.
const MAY_END: [&str; 9] = ["", "exec", "exit", "kill", "killall", "pkill", "return", "set", "trap"];

/// Reports a check that is one command whose status is 0.
fn report(span: Span, name: &str, cx: &mut Context) {
    cx.report(span, "the health check cannot fail")
        .here(format!("`{name}` returns 0, so the container is always healthy"))
        .help("run a command that asks the service, or remove the health check");
}

/// Whether the status of a command is 0, whatever happens.
fn never_fails(command: &Command) -> bool {
    match command.name() {
        "exit" => command.arguments().first().is_some_and(|status| status.is("0")),
        name => name == "true" || Role::NeverFails.is_of(name) && command.redirects.is_empty(),
    }
}

fn power_shell(span: Span, cx: &mut Context) {
    let text = cx.text(span);
    let Some(at) = text.to_ascii_lowercase().find("return 1") else { return };
    let start = span.start + at as u32;
    cx.report(Span { start, end: start + "return 1".len() as u32, ..span }, "the health check cannot fail")
        .here("`return` prints `1`, and PowerShell's exit status is still 0")
        .help("write `exit 1`");
}
