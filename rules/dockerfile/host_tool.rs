//! Tools that look after a running machine, in a build step.

use dockerfile::{Kind, Run};
use plimsoll_linter::prelude::*;
use shell::{Command, Script};

const HADOLINT: &[&str] = &["free", "kill", "mount", "ps", "service", "shutdown", "ssh", "top", "vim"];
const OTHERS: &[&str] =
    &["free", "ifconfig", "kill", "mount", "nano", "ps", "service", "shutdown", "top", "vim"];

#[derive(Default)]
pub(crate) struct HostTool;

impl Rule for HostTool {
    fn check_script(&self, script: &Script, cx: &mut Context) {
        let Some(Kind::Run(run)) = cx.instruction().map(|instruction| &instruction.kind) else { return };
        let mut commands = script.commands.iter().peekable();
        let mut is_first = true;
        while let Some(command) = commands.next() {
            // The work of the step stands behind a service that it starts, and before the end of one.
            let is_used = match command.name() {
                "service" => commands.peek().is_some(),
                "kill" => !is_first,
                _ => false,
            };
            if !is_used {
                check(command, run, cx);
            }
            is_first = false;
        }
    }
}

fn check(command: &Command, run: &Run, cx: &mut Context) {
    let name = command.name();
    let Some(why) = facts::programs::in_build(name) else { return };
    let Some(word) = command.name_word().filter(|_| !is_meant(command, run)) else { return };
    if cx.instruction().is_some_and(|it| it.flag("device").is_some()) {
        return;
    }
    let help = match name {
        "service" | "systemctl" => "run the program when the container starts, as `CMD` or `ENTRYPOINT`",
        _ => "remove this command, or run it outside the build",
    };
    let mut answers = Vec::new();
    answers.extend(HADOLINT.contains(&name).then_some("hadolint:DL3001"));
    if OTHERS.contains(&name) {
        answers.extend(["kics:9b6b0f38", "semgrep:nonsensical-command"]);
    }
    cx.report(word.span, format!("`{name}` is not useful in a build step"))
        .here(why)
        .help(help)
        .answers_to(answers);
}

/// Whether it does something useful here.
fn is_meant(command: &Command, run: &Run) -> bool {
    let has_flag = |flag: &str| command.operands().next().is_some_and(|word| word.is(flag));
    match command.name() {
        // These write files; nothing has to run for them.
        "systemctl" => {
            ["enable", "disable", "mask", "unmask", "preset", "set-default", "add-wants"]
                .iter()
                .any(|it| has_flag(it))
                && !command.has_option('\0', &["--now"])
        }
        "ssh" => run.mounts.iter().any(|mount| mount.kind() == "ssh") || command.has_option('V', &[]),
        // Whether one is there may be the question.
        "nvidia-smi" => command.position.in_condition,
        "ifconfig" | "nano" | "vim" | "vi" => command.has_option('\0', &["--version"]),
        // `vi -es -c wq`, a script for an editor, is rare; `kill 0` ends a trap.
        _ => false,
    }
}
