//! Characters that turn the direction of text.

use dockerfile::Instruction;
use plimsoll_linter::prelude::*;

#[derive(Default)]
pub(crate) struct BidirectionalText;

impl Rule for BidirectionalText {
    fn check_instruction(&self, instruction: &Instruction, cx: &mut Context) {
        let text = cx.text(instruction.span);
        if text.is_ascii() {
            return;
        }
        // The first is enough: the others belong to it.
        let Some((at, character)) = text.char_indices().find(|(_, character)| turns(*character)) else {
            return;
        };
        let Ok(at) = u32::try_from(at) else { return };
        let start = instruction.span.start + at;
        let end = start + u32::try_from(character.len_utf8()).unwrap_or_default();
        let span = Span { start, end, ..instruction.span };
        cx.report(
            span,
            format!("invisible character `U+{:04X}` changes the direction of text", character as u32),
        )
        .here("editors show the text after this character in a different order than BuildKit reads it")
        .help("remove this character");
    }
}

/// Embeddings, overrides and isolates of the bidirectional algorithm.
fn turns(character: char) -> bool {
    matches!(character, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}
