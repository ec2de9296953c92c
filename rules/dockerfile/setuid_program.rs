//! A program that runs as its owner, whoever calls it.

use dockerfile::{Instruction, Kind};
use plimsoll_linter::prelude::*;
use shell::Command;

#[derive(Default)]
pub(crate) struct SetuidProgram;

impl Rule for SetuidProgram {
    fn check_command(&self, command: &Command, cx: &mut Context) {
        if !matches!(cx.instruction().map(|instruction| &instruction.kind), Some(Kind::Run(_))) {
            return;
        }
        let mode = match command.name() {
            "chmod" => command.operands().next().map(|word| (word.span, word.unquoted())),
            "install" => command.option_value('m', &["--mode"]).map(|value| (value.word.span, value.text)),
            _ => None,
        };
        if let Some((span, mode)) = mode.filter(|(_, mode)| sets_user(mode)) {
            report(span, mode, cx);
        }
    }

    fn check_instruction(&self, instruction: &Instruction, cx: &mut Context) {
        if !matches!(instruction.kind, Kind::Copy(_) | Kind::Add(_)) {
            return;
        }
        let Some(mode) = instruction.flag("chmod").and_then(|flag| flag.value.as_ref()) else { return };
        if sets_user(&mode.value) {
            report(mode.text.span, &mode.value, cx);
        }
    }
}

fn report(span: Span, mode: &str, cx: &mut Context) {
    cx.report(span, format!("mode `{mode}` lets everybody run the program as its owner"))
        .here("a way from any user of the container to the owner, most often root")
        .help("give it the capability that it needs (`setcap`), or start it as the right user");
}

/// Whether a mode of chmod(1) sets the set-user-ID bit.
fn sets_user(mode: &str) -> bool {
    if mode.len() >= 4 && mode.bytes().all(|byte| (b'0'..=b'7').contains(&byte)) {
        return u32::from_str_radix(mode, 8).unwrap_or_default() & 0o4000 != 0;
    }
    mode.split(',').any(|clause| {
        let at = clause.find(['+', '=']);
        at.and_then(|at| clause.split_at_checked(at))
            .is_some_and(|(who, rights)| !who.contains(['g', 'o', '-']) && rights.contains('s'))
    })
}
