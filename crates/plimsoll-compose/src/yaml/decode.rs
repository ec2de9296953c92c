//! The way from a scalar's value back to the bytes it was written as.

use std::borrow::Cow;
use std::ops::Range;

use plimsoll_diagnostics::{Joined, JoinedBuilder, Text};

use super::{Kind, Scalar, Style};
use crate::interpolate::{Piece, Template};

/// The value of a scalar with the way back to the file.
pub(super) fn joined<'s>(scalar: &Scalar<'s>) -> Joined<'s> {
    let source = scalar.source();
    if let Some(inside) = verbatim(scalar, &scalar.value) {
        return Joined::verbatim(inside);
    }
    if let Some(filled) = filled(scalar) {
        return filled;
    }
    let mut builder = JoinedBuilder::new(scalar.span.file);
    let whole = match scalar.style {
        Style::SingleQuoted | Style::DoubleQuoted => quoted(source, scalar.style, &mut builder),
        Style::Plain | Style::Literal | Style::Folded => {
            aligned(source, source.raw.lines(), &scalar.value, &mut builder)
        }
    };
    if whole.is_some() && builder.text() == scalar.value {
        return builder.finish();
    }
    // A value that was put in from elsewhere, such as a variable's: all of it stands for all that is written.
    let mut builder = JoinedBuilder::new(scalar.span.file);
    builder.push_replaced(&scalar.value, scalar.span);
    builder.finish()
}

/// Takes a scalar apart. Finding the way back is done once, however many parts there are.
#[derive(Debug)]
pub(crate) struct Parts<'s> {
    scalar: Scalar<'s>,
    joined: Joined<'s>,
}

impl<'s> Parts<'s> {
    pub(crate) fn new(scalar: &Scalar<'s>) -> Parts<'s> {
        Parts { scalar: scalar.clone(), joined: joined(scalar) }
    }

    /// Bytes `range` of the value as a scalar of their own.
    pub(crate) fn part(&self, range: Range<usize>) -> Scalar<'s> {
        let span = self.joined.span(range.clone());
        let before = span.start.saturating_sub(self.scalar.span.start) as usize;
        let source = self.scalar.source().slice(before, before + span.len());
        let text = self.scalar.value.get(range).unwrap_or_default();
        let value = if source.raw == text { Cow::Borrowed(source.raw) } else { Cow::Owned(text.to_owned()) };
        // A part has a variable where one is written in it.
        let template = match self.scalar.template.clone() {
            Some(mut whole) if whole.text.contains(source.raw) => source.raw.contains('$').then(|| {
                whole.text = Cow::Borrowed(source.raw);
                whole
            }),
            other => other,
        };
        Scalar { value, span, style: Style::Plain, kind: Kind::String, source: source.raw, template }
    }

    /// A part that reads as `value` because quotes or escapes in it are gone.
    pub(crate) fn part_as(&self, range: Range<usize>, value: String) -> Scalar<'s> {
        let part = self.part(range);
        if part.value == value { part } else { Scalar { value: Cow::Owned(value), ..part } }
    }
}

/// The way back from a value into which those of variables were put: these stand for their variable.
fn filled<'s>(scalar: &Scalar<'s>) -> Option<Joined<'s>> {
    let inside = verbatim(scalar, &scalar.template.as_ref()?.text)?;
    let template = Template::parse(inside.raw);
    let mut builder = JoinedBuilder::new(scalar.span.file);
    let mut value = &*scalar.value;
    let mut pieces = template.pieces.iter().peekable();
    let mut at = 0;
    while let Some(piece) = pieces.next() {
        match piece {
            Piece::Literal(text) => {
                builder.push(inside.slice(at, at + text.len()));
                value = value.strip_prefix(text)?;
                at += text.len();
            }
            Piece::Escape => {
                builder.push(inside.slice(at, at + 2));
                value = value.strip_prefix("$$")?;
                at += 2;
            }
            Piece::Variable(variable) => {
                // Between two variables nothing tells where one ends: they stand for their text together.
                let mut last = variable;
                while let Some(Piece::Variable(next)) = pieces.peek() {
                    last = next;
                    pieces.next();
                }
                let end = match pieces.peek() {
                    Some(Piece::Literal(text)) => value.find(text)?,
                    Some(_) => return None,
                    None => value.len(),
                };
                let (own, rest) = value.split_at_checked(end)?;
                builder.push_replaced(own, inside.slice(variable.range.start, last.range.end).span);
                value = rest;
                at = last.range.end;
            }
        }
    }
    (builder.text() == scalar.value).then(|| builder.finish())
}

/// What stands between the quotes, if it is `value` just as it is.
fn verbatim<'s>(scalar: &Scalar<'s>, value: &str) -> Option<Text<'s>> {
    let source = scalar.source();
    let quotes = usize::from(scalar.is_quoted());
    let inside = source.slice(quotes, source.raw.len().checked_sub(quotes)?);
    (inside.raw == value).then_some(inside)
}

/// Reads quoted text again, noting where each character comes from (YAML 1.2, 7.3).
fn quoted(source: Text<'_>, style: Style, builder: &mut JoinedBuilder) -> Option<()> {
    let text = source.slice(1, source.raw.len().checked_sub(1)?);
    let mut from = 0;
    let mut at = 0;
    while let Some(next) = text.raw.get(at..)?.chars().next() {
        let special = match (style, next) {
            (Style::SingleQuoted, '\'') => Some((2, "'".to_owned())),
            (Style::DoubleQuoted, '\\') => Some(escape(text.raw.get(at..)?)?),
            (_, '\n' | '\r') => Some(fold(text.raw.get(at..)?)),
            _ => None,
        };
        let Some((len, value)) = special else {
            at += next.len_utf8();
            continue;
        };
        let before = text.slice(from, at);
        // Blanks before a line end are not part of the value.
        let before = if matches!(next, '\n' | '\r') {
            text.slice(from, from + before.raw.trim_end_matches([' ', '\t']).len())
        } else {
            before
        };
        builder.push(before);
        let end = (at + len).min(text.raw.len());
        builder.push_replaced(&value, text.slice(from + before.raw.len(), end).span);
        at += len;
        from = at;
    }
    builder.push(text.slice(from, text.raw.len()));
    Some(())
}

/// Length and value of an escape sequence (YAML 1.2, 5.7).
fn escape(text: &str) -> Option<(usize, String)> {
    let after = text.get(1..)?;
    let next = after.chars().next()?;
    let hex = |digits: usize| {
        let code = u32::from_str_radix(after.get(1..=digits)?, 16).ok()?;
        Some((2 + digits, char::from_u32(code)?.to_string()))
    };
    let character = match next {
        '0' => '\0',
        'a' => '\u{7}',
        'b' => '\u{8}',
        't' | '\t' => '\t',
        'n' => '\n',
        'v' => '\u{b}',
        'f' => '\u{c}',
        'r' => '\r',
        'e' => '\u{1b}',
        'N' => '\u{85}',
        '_' => '\u{a0}',
        'L' => '\u{2028}',
        'P' => '\u{2029}',
        'x' => return hex(2),
        'u' => return hex(4),
        'U' => return hex(8),
        '\n' | '\r' => {
            let (len, value) = fold(after);
            // The first line end is escaped: no space stands for it.
            return Some((1 + len, value.trim_start_matches(' ').to_owned()));
        }
        other => other,
    };
    Some((1 + next.len_utf8(), character.to_string()))
}

/// Length and value of line ends and the blanks around them: one is a space, of more the first is dropped.
fn fold(text: &str) -> (usize, String) {
    let rest = text.trim_start_matches([' ', '\t', '\r', '\n']);
    let len = text.len() - rest.len();
    let breaks = text.get(..len).unwrap_or_default().bytes().filter(|&byte| byte == b'\n').count();
    (len, if breaks > 1 { "\n".repeat(breaks - 1) } else { " ".to_owned() })
}

/// Finds the lines of a plain or block scalar in its value. Their content is in it as it is; what stands
/// between two lines is what folding made of the line ends.
fn aligned<'t>(
    source: Text<'_>,
    lines: impl Iterator<Item = &'t str>,
    value: &str,
    builder: &mut JoinedBuilder,
) -> Option<()> {
    let base = source.raw.as_ptr() as usize;
    let mut rest = value;
    let mut end = None;
    for line in lines {
        let mut content = line.trim_end_matches('\r');
        if content.trim().is_empty() {
            continue;
        }
        // A line end that was folded is one space, any other is itself.
        let folded = end.is_some() && rest.starts_with(' ');
        let gap = if folded { 1 } else { rest.len() - rest.trim_start_matches('\n').len() };
        let here = rest.get(gap..)?;
        // More indented lines keep their surplus; so take the longest end of the line that fits.
        let indent = content.len() - content.trim_start_matches([' ', '\t']).len();
        let fits = |content: &str| {
            (0..=indent).find(|&skip| here.starts_with(content.get(skip..).unwrap_or_default()))
        };
        let skip = if let Some(skip) = fits(content) {
            skip
        } else {
            // A plain line, or one before a fold, loses the blanks at its end.
            content = content.trim_end_matches([' ', '\t']);
            fits(content)?
        };
        let from = content.as_ptr() as usize - base + skip;
        let to = from + content.len() - skip;
        let between = source.slice(end.unwrap_or(from), from).span;
        builder.push_replaced(rest.get(..gap)?, between);
        builder.push(source.slice(from, to));
        rest = rest.get(gap + content.len() - skip..)?;
        end = Some(to);
    }
    let tail = source.slice(end?, source.raw.len()).span;
    builder.push_replaced(rest, tail);
    Some(())
}

#[cfg(test)]
mod tests {
    use plimsoll_diagnostics::FileId;

    use super::*;
    use crate::yaml::{Yaml, read};

    /// For each letter of the value, the text that it stands for.
    fn written(text: &str) -> Vec<(char, &str)> {
        let documents = read(Text::new(text, FileId::FIRST, 0)).documents;
        let value = documents.first().and_then(|yaml| yaml.get("k"));
        let scalar = value.and_then(Yaml::as_scalar).unwrap();
        let joined = scalar.joined();
        let place = |at: usize, letter: char| joined.span(at..at + letter.len_utf8()).range();
        let letters = scalar.value.char_indices();
        letters.map(|(at, letter)| (letter, text.get(place(at, letter)).unwrap_or_default())).collect()
    }

    #[test]
    fn each_letter_finds_the_text_it_stands_for() {
        for (text, expected) in [
            ("k: ab", vec![('a', "a"), ('b', "b")]),
            ("k: é\n  b\n\n  c", vec![('é', "é"), (' ', "\n  "), ('b', "b"), ('\n', "\n\n  "), ('c', "c")]),
            ("k: 'a''b'", vec![('a', "a"), ('\'', "''"), ('b', "b")]),
            ("k: 'a  \n  b'", vec![('a', "a"), (' ', "  \n  "), ('b', "b")]),
            ("k: \"\\u00e9\\t\\\n  x\"", vec![('é', "\\u00e9"), ('\t', "\\t"), ('x', "x")]),
            ("k: |\n  a\n   b\n", vec![('a', "a"), ('\n', "\n  "), (' ', " "), ('b', "b"), ('\n', "")]),
            ("k: >-\r\n  a\r\n  b\r\n", vec![('a', "a"), (' ', "\r\n  "), ('b', "b")]),
        ] {
            assert_eq!(written(text), expected, "{text:?}");
        }
    }
}
