//! COPY or ADD with `--chmod` that lets everybody write.

use dockerfile::{Instruction, Kind};
use plimsoll_linter::prelude::*;

#[derive(Default)]
pub(crate) struct WorldWritableCopy;

impl Rule for WorldWritableCopy {
    fn check_instruction(&self, instruction: &Instruction, cx: &mut Context) {
        if !matches!(instruction.kind, Kind::Copy(_) | Kind::Add(_)) {
            return;
        }
        let Some(value) = instruction.flag("chmod").and_then(|flag| flag.value.as_ref()) else { return };
        let Some(mode) = cx.expand(value).filter(|mode| lets_others_write(mode)) else { return };
        let finding = cx
            .report(value.text.span, format!("everybody may write what is copied with mode `{mode}`"))
            .here("any program in the container can replace these files")
            .help("let the owner write alone: `755`, or `644` for files that are not run");
        if value.text.raw == mode {
            let tight = match &*mode {
                "777" => "755",
                "0777" => "0755",
                "666" => "644",
                "0666" => "0644",
                _ => return,
            };
            finding.fix(Fix::risky(format!("write `{tight}`")).replace(value.text.span, tight));
        }
    }
}

/// Whether a mode has the bit that lets others write, without the sticky bit that keeps them from each other's files.
fn lets_others_write(mode: &str) -> bool {
    if let Ok(bits) = u32::from_str_radix(mode, 8) {
        return bits & 0o002 != 0 && bits & 0o1000 == 0;
    }
    mode.split(',').any(|clause| {
        let who = clause.split(['+', '-', '=']).next().unwrap_or_default();
        let gives = clause.split_once(['+', '=']).is_some_and(|(_, rights)| rights.contains('w'));
        gives && (who.is_empty() || who.contains(['o', 'a'])) && !clause.contains('t')
    })
}
