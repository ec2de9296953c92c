//! Words with quotes in them, as ENV, LABEL and ARG split them.
//!
//! Source: BuildKit, `parseWords` in `frontend/dockerfile/parser/line_parsers.go`.

use crate::line_slice::Part;

/// Splits at white space outside of quotes. Quotes and escapes stay in the words; a quote without an end takes
/// the rest of the line, and an escape character at the very end is dropped.
pub(crate) fn split_quoted<'l, 's>(part: Part<'l, 's>, escape: char) -> Vec<Part<'l, 's>> {
    let mut words = Vec::new();
    let mut start = None;
    let mut quote = None;
    let mut end = part.len();
    let mut characters = part.text().char_indices().peekable();
    while let Some((at, character)) = characters.next() {
        if quote.is_none() && character.is_whitespace() {
            if let Some(start) = start.take() {
                words.push(part.slice(start, at));
            }
            continue;
        }
        start.get_or_insert(at);
        if character == escape && quote != Some('\'') {
            if characters.next().is_none() {
                end = at;
            }
        } else if quote == Some(character) {
            quote = None;
        } else if quote.is_none() && matches!(character, '"' | '\'') {
            quote = Some(character);
        }
    }
    words.extend(start.filter(|start| *start < end).map(|start| part.slice(start, end)));
    words
}
