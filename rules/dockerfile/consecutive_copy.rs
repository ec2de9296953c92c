//! COPY or ADD instructions to one folder, one behind the other.

use dockerfile::{Instruction, Kind};
use plimsoll_linter::prelude::*;

#[derive(Default)]
pub(crate) struct ConsecutiveCopy;

impl Rule for ConsecutiveCopy {
    fn check_stage(&self, stage: &Stage, cx: &mut Context) {
        let is_one = |one: &Instruction, other: &Instruction| {
            destination(one).is_some_and(|it| destination(other) == Some(it))
        };
        for group in stage.instructions().chunk_by(is_one) {
            let [first, others @ ..] = group else { continue };
            if others.is_empty() {
                continue;
            }
            let name = first.keyword.value.to_ascii_uppercase();
            let count = group.len();
            let finding = cx
                .report(
                    first.keyword.text.span,
                    format!("{count} `{name}` instructions copy to the same directory"),
                )
                .here("each instruction creates a layer")
                .help("combine these instructions, unless the files change at different times");
            for other in others {
                finding.label(other.keyword.text.span, "this instruction can be combined with the first one");
            }
        }
    }
}

/// What must be equal to be joined: keyword, flags and destination, when that is a folder.
fn destination<'i>(instruction: &'i Instruction) -> Option<(bool, &'i str, Vec<&'i str>)> {
    let (is_copy, destination) = match &instruction.kind {
        Kind::Copy(copy) => (true, &copy.destination),
        Kind::Add(add) => (false, &add.destination),
        _ => return None,
    };
    let flags = instruction.flags.iter().map(|flag| &*flag.word.value).collect();
    instruction.heredocs.is_empty().then_some((is_copy, &*destination.value, flags))
}
