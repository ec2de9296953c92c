//! Splits a command into words as mattn/go-shellwords does for Compose: quotes group, a backslash takes the next
//! character as it is, nothing is expanded, and an operator of the shell ends the command without a word.

use crate::yaml::{Parts, Scalar};

/// A command that is written as one string.
#[derive(Debug)]
pub(crate) struct Split<'s> {
    /// Its words.
    pub(crate) words: Vec<Scalar<'s>>,
    /// What follows the operator that ends the command, from that operator on: Compose drops it.
    pub(crate) dropped: Option<Scalar<'s>>,
    /// What makes Compose refuse all of it: a quote that is not closed, a bracket.
    pub(crate) unbalanced: Option<Scalar<'s>>,
}

/// What the characters that follow belong to.
#[derive(Clone, Copy, PartialEq)]
enum Inside {
    Quotes(char),
    Substitution,
}

pub(crate) fn split<'s>(command: &Scalar<'s>) -> Split<'s> {
    let parts = Parts::new(command);
    let mut found = Split { words: Vec::new(), dropped: None, unbalanced: None };
    let mut word: Option<(usize, String)> = None;
    let mut inside: Option<(usize, Inside)> = None;
    let mut end = command.value.len();
    let mut characters = command.value.char_indices();
    while let Some((at, character)) = characters.next() {
        if inside.is_none() && character.is_ascii_whitespace() {
            if let Some((from, value)) = word.take() {
                found.words.push(parts.part_as(from..at, value));
            }
            continue;
        }
        let is_number =
            || word.as_ref().is_some_and(|(_, word)| word.starts_with(|c: char| c.is_ascii_digit()));
        if inside.is_none() && matches!(character, ';' | '&' | '|' | '<' | '>') {
            // `2>` is one operator.
            let from = if character == '>' && is_number() { word.take().map(|(from, _)| from) } else { None };
            found.dropped = Some(parts.part(from.unwrap_or(at)..command.value.len()));
            end = at;
            break;
        }
        let (_, value) = word.get_or_insert_with(|| (at, String::new()));
        match (inside.map(|(_, kind)| kind), character) {
            (Some(Inside::Quotes(open)), close) if open == close => {
                inside = None;
                value.extend((close == '`').then_some('`'));
            }
            (None, '"' | '\'') => inside = Some((at, Inside::Quotes(character))),
            (None, '`') => {
                inside = Some((at, Inside::Quotes('`')));
                value.push('`');
            }
            (None, '(') if value.ends_with('$') => {
                inside = Some((at, Inside::Substitution));
                value.push('(');
            }
            (None, '(' | ')') => {
                found.unbalanced = Some(parts.part(at..at + 1));
                return found;
            }
            (Some(Inside::Substitution), ')') => {
                inside = None;
                value.push(')');
            }
            (None | Some(Inside::Quotes('"' | '`') | Inside::Substitution), '\\') => {
                match characters.next() {
                    Some((_, 't')) => value.push('\t'),
                    Some((_, 'n')) => value.push('\n'),
                    Some((_, next)) => value.push(next),
                    None => found.unbalanced = Some(parts.part(at..at + 1)),
                }
            }
            _ => value.push(character),
        }
    }
    if let Some((from, value)) = word {
        found.words.push(parts.part_as(from..end, value));
    }
    if let Some((at, _)) = inside {
        found.unbalanced = Some(parts.part(at..at + 1));
    }
    found
}

#[cfg(test)]
mod tests {
    use plimsoll_diagnostics::{FileId, Span};

    use super::*;

    #[test]
    fn words_end_where_go_shellwords_ends_them() {
        let at = Span::new(FileId::FIRST, 0, 0);
        for (text, words, dropped, is_balanced) in [
            ("sh -c 'a && b'", vec!["sh", "-c", "a && b"], None, true),
            ("bash -c python a.py && b", vec!["bash", "-c", "python", "a.py"], Some("&& b"), true),
            ("a; b", vec!["a"], Some("; b"), true),
            ("a 2> b", vec!["a"], Some("2> b"), true),
            ("a $$(b c) `d e`", vec!["a", "$$(b c)", "`d e`"], None, true),
            ("a \\\"b", vec!["a", "\"b"], None, true),
            ("a 'b", vec!["a", "b"], None, false),
            ("it's", vec!["its"], None, false),
            ("a (b)", vec!["a"], None, false),
        ] {
            let split = split(&Scalar::implied(text, at));
            let found: Vec<&str> = split.words.iter().map(|word| &*word.value).collect();
            assert_eq!(found, words, "{text}");
            assert_eq!(split.dropped.as_ref().map(|rest| &*rest.value), dropped, "{text}");
            assert_eq!(split.unbalanced.is_none(), is_balanced, "{text}");
        }
    }
}
