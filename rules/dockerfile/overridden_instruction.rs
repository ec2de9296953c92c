//! A CMD, ENTRYPOINT or HEALTHCHECK that a later one of the same stage replaces.

use dockerfile::{Form, Instruction, Kind};
use plimsoll_linter::prelude::*;

#[derive(Default)]
pub(crate) struct OverriddenInstruction;

impl Rule for OverriddenInstruction {
    fn check_stage(&self, stage: &Stage, cx: &mut Context) {
        let mut last: [Option<&Instruction>; 3] = [None; 3];
        for instruction in stage.instructions().iter().rev() {
            let (slot, aliases) = match (&instruction.kind, &mut last) {
                (Kind::Cmd(_), [slot, ..]) => (slot, &CMD[..]),
                (Kind::Entrypoint(_), [_, slot, _]) => (slot, &ENTRYPOINT[..]),
                (Kind::Healthcheck(_), [.., slot]) => (slot, &HEALTHCHECK[..]),
                _ => continue,
            };
            let Some(winner) = slot else {
                *slot = Some(instruction);
                continue;
            };
            if is_empty(instruction) {
                continue;
            }
            let name = instruction.keyword.value.to_ascii_uppercase();
            cx.report(instruction.keyword.text.span, format!("this `{name}` has no effect"))
                .here("overridden below")
                .label(winner.keyword.text.span, format!("only the last `{name}` in a stage takes effect"))
                .help("remove this instruction")
                // KICS looks at what ships alone.
                .answers_to(
                    aliases.iter().copied().filter(|alias| stage.is_last() || !alias.starts_with("kics:")),
                );
        }
    }
}

/// Whether it is `CMD []`, which only takes back what the image sets.
fn is_empty(instruction: &Instruction) -> bool {
    let command = match &instruction.kind {
        Kind::Cmd(cmd) => &cmd.command,
        Kind::Entrypoint(entrypoint) => &entrypoint.command,
        _ => return false,
    };
    matches!(&command.form, Form::Exec(words) if words.is_empty())
}

const CMD: [&str; 5] = [
    "buildkit:MultipleInstructionsDisallowed",
    "hadolint:DL4003",
    "trivy:DS-0016",
    "kics:41c195f4",
    "semgrep:multiple-cmd-instructions",
];
const ENTRYPOINT: [&str; 5] = [
    "buildkit:MultipleInstructionsDisallowed",
    "hadolint:DL4004",
    "trivy:DS-0007",
    "kics:6938958b",
    "semgrep:multiple-entrypoint-instructions",
];
const HEALTHCHECK: [&str; 4] =
    ["buildkit:MultipleInstructionsDisallowed", "hadolint:DL3012", "trivy:DS-0023", "datadog-iac:1c2d47bd"];
