//! `chmod 777`: files that everybody may change.

use dockerfile::{Instruction, Kind};
use plimsoll_linter::prelude::*;
use shell::Command;

#[derive(Default)]
pub(crate) struct WorldWritable;

impl Rule for WorldWritable {
    fn check_command(&self, command: &Command, cx: &mut Context) {
        if !matches!(cx.instruction().map(|instruction| &instruction.kind), Some(Kind::Run(_))) {
            return;
        }
        let mode = match command.name() {
            "chmod" => command.operands().next().map(|word| (word.span, word.unquoted())),
            "mkdir" | "install" => {
                command.option_value('m', &["--mode"]).map(|value| (value.word.span, value.text))
            }
            _ => None,
        };
        if let Some((span, mode)) = mode.filter(|(_, mode)| is_world_writable(mode)) {
            report(span, mode, cx).answers_to([]);
        }
    }

    fn check_instruction(&self, instruction: &Instruction, cx: &mut Context) {
        if !matches!(instruction.kind, Kind::Copy(_) | Kind::Add(_)) {
            return;
        }
        let Some(mode) = instruction.flag("chmod").and_then(|flag| flag.value.as_ref()) else { return };
        if is_world_writable(&mode.value) {
            report(mode.text.span, &mode.value, cx);
        }
    }
}

fn report<'c>(span: Span, mode: &str, cx: &'c mut Context) -> &'c mut Diagnostic {
    cx.report(span, format!("mode `{mode}` makes the files writable by everyone"))
        .here("any compromised process can replace these files")
        .help(
            "make files writable only by their owner (`644`, or `755` for programs and directories), \
             and `chown` only directories that the program writes to",
        )
}

/// Whether a mode of chmod(1) lets others write. Not with the sticky bit, as `/tmp` has it.
fn is_world_writable(mode: &str) -> bool {
    let is_octal = mode.len() >= 3 && mode.bytes().all(|byte| (b'0'..=b'7').contains(&byte));
    if is_octal {
        let number = u32::from_str_radix(mode, 8).unwrap_or_default();
        return number & 0o002 != 0 && number & 0o1000 == 0;
    }
    mode.split(',').any(|clause| {
        let Some(at) = clause.find(['+', '=']) else { return false };
        let (who, rights) = clause.split_at(at);
        // Without a letter the umask applies, which takes this right away.
        who.contains(['a', 'o']) && rights.contains('w') && !rights.contains('t')
    })
}
