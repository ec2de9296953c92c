//! Splits a command into words as go-shellwords does for Compose: quotes group, a backslash takes the next
//! character as it is, and nothing is expanded.

use crate::yaml::{Parts, Scalar};

/// The words of a command that is written as one string.
pub(super) fn split<'s>(command: &Scalar<'s>) -> Vec<Scalar<'s>> {
    let parts = Parts::new(command);
    let mut words = Vec::new();
    let mut word: Option<(usize, String)> = None;
    let mut quote = None;
    let mut characters = command.value.char_indices();
    while let Some((at, character)) = characters.next() {
        if quote.is_none() && character.is_ascii_whitespace() {
            if let Some((from, value)) = word.take() {
                words.push(parts.part_as(from..at, value));
            }
            continue;
        }
        let (_, value) = word.get_or_insert_with(|| (at, String::new()));
        match (quote, character) {
            (Some(open), close) if open == close => quote = None,
            (None, '"' | '\'') => quote = Some(character),
            (None | Some('"'), '\\') => value.extend(characters.next().map(|(_, next)| next)),
            _ => value.push(character),
        }
    }
    if let Some((from, value)) = word {
        words.push(parts.part_as(from..command.value.len(), value));
    }
    words
}
