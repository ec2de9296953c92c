//! A blank line in a continued instruction.

use dockerfile::Instruction;
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
        let finding = cx
            .report(shown, format!("blank line inside `{}`", instruction.keyword.value))
            .here("the instruction continues here; this is deprecated and will become an error")
            .help("remove the blank line, or the line continuation before it");
        if instruction.blank_lines.iter().all(|line| line.end < instruction.span.end) {
            finding.fix(fix);
        }
    }
}
