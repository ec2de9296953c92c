//! A blank line in a continued instruction.

use dockerfile::{Instruction, Keyword};
use plimsoll_linter::prelude::*;

#[derive(Default)]
pub(crate) struct BlankContinuationLine;

impl Rule for BlankContinuationLine {
    fn check_instruction(&self, instruction: &Instruction, cx: &mut Context) {
        let Some(&first) = instruction.blank_lines.first().filter(|_| !cx.is_trigger()) else { return };
        let rest = Span { start: first.end, end: instruction.span.end.max(first.end), ..first };
        // From the blank line to the end of the next one that has text.
        let text = cx.text(rest);
        let blank = text.len() - text.trim_start().len();
        let line = text.get(blank..).map_or(0, |text| text.find('\n').unwrap_or(text.len()));
        let shown = Span { end: first.end + (blank + line) as u32, ..first };
        let fix = instruction.blank_lines.iter().fold(Fix::safe("remove the blank lines"), |fix, line| {
            let end = if line.end < instruction.span.end { line.end + 1 } else { line.end };
            fix.delete(Span { end, ..*line })
        });
        // Of several in a row, the last one decides.
        let next = instruction.blank_lines.iter().skip(1).map(|next| next.start);
        let ends = next.chain([instruction.span.end]);
        let is_swallowed = instruction.blank_lines.iter().zip(ends).any(|(line, end)| {
            precedes_instruction(Span { start: line.end, end: end.max(line.end), ..*line }, cx)
        });
        let finding = cx
            .report(shown, format!("blank line inside `{}`", instruction.keyword.value))
            .here("the instruction continues here; this is deprecated and will become an error")
            .help(if is_swallowed {
                "remove the line continuation above to start a new instruction on the next line"
            } else {
                "remove the blank line, or the line continuation before it"
            });
        // `instruction-in-command` says more.
        finding.is_minor = is_swallowed && matches!(instruction.kind, dockerfile::Kind::Run(_));
        // Without the blank line, nothing would show that the next instruction is part of this one.
        if !is_swallowed && instruction.blank_lines.iter().all(|line| line.end < instruction.span.end) {
            finding.fix(fix);
        }
    }
}

/// Whether the text between a blank line and the next one starts with the name of an instruction.
fn precedes_instruction(between: Span, cx: &Context) -> bool {
    let mut lines = cx.text(between).lines().map(str::trim_start);
    let next = lines.find(|line| !line.is_empty() && !line.starts_with('#')).unwrap_or_default();
    let word = next.split_whitespace().next().unwrap_or_default();
    word.bytes().all(|byte| byte.is_ascii_uppercase()) && Keyword::from_name(word).is_some()
}
