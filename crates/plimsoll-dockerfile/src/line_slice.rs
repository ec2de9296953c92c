//! A part of a logical line: text as BuildKit reads it, and the way back to where it is written.

use std::borrow::Cow;

use plimsoll_diagnostics::{Joined, JoinedBuilder, Span, Text};

use crate::Word;

/// A part of a text that may have been joined from several lines, or decoded.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Part<'l, 's> {
    joined: &'l Joined<'s>,
    source: Text<'s>,
    start: usize,
    end: usize,
}

impl<'l, 's> Part<'l, 's> {
    /// All of `joined`, which was put together from pieces of `source`, the whole file.
    pub(crate) fn whole(joined: &'l Joined<'s>, source: Text<'s>) -> Part<'l, 's> {
        Part { joined, source, start: 0, end: joined.text.len() }
    }

    /// All of `decoded`, which was put together from pieces of the same file.
    pub(crate) fn decoded<'d>(self, decoded: &'d Joined<'s>) -> Part<'d, 's> {
        Part::whole(decoded, self.source)
    }

    /// The text.
    pub(crate) fn text(self) -> &'l str {
        self.joined.text.get(self.start..self.end).unwrap_or_default()
    }

    /// Where it stands.
    pub(crate) fn span(self) -> Span {
        self.joined.span(self.start..self.end)
    }

    /// Number of bytes of the text.
    pub(crate) fn len(self) -> usize {
        self.end.saturating_sub(self.start)
    }

    pub(crate) fn is_empty(self) -> bool {
        self.len() == 0
    }

    /// Bytes `from..to` of it, counted from its own start.
    #[must_use]
    pub(crate) fn slice(self, from: usize, to: usize) -> Part<'l, 's> {
        let end = self.start.saturating_add(to).min(self.end);
        Part { start: self.start.saturating_add(from).min(end), end, ..self }
    }

    /// From byte `from` to its end.
    #[must_use]
    pub(crate) fn from(self, from: usize) -> Part<'l, 's> {
        self.slice(from, self.len())
    }

    /// Without the white space around it.
    #[must_use]
    pub(crate) fn trim(self) -> Part<'l, 's> {
        let text = self.text();
        let from = text.len() - text.trim_start().len();
        self.slice(from, from + text.trim().len())
    }

    /// Split at the first `separator`, which belongs to neither half.
    pub(crate) fn split_once(self, separator: char) -> Option<(Part<'l, 's>, Part<'l, 's>)> {
        let at = self.text().find(separator)?;
        Some((self.slice(0, at), self.from(at + separator.len_utf8())))
    }

    /// As it is written in the file.
    pub(crate) fn raw(self) -> Text<'s> {
        self.source.at(self.span())
    }

    /// A word whose variables and quotes the builder resolves, with `escape` as its escape character; `None`
    /// when it takes the word as it is.
    pub(crate) fn word(self, escape: Option<char>) -> Word<'s> {
        let text = self.raw();
        let value = if text.raw == self.text() {
            Cow::Borrowed(text.raw)
        } else {
            Cow::Owned(self.text().to_owned())
        };
        Word { text, value, escape }
    }

    /// The text with its own way back.
    pub(crate) fn joined(self) -> Joined<'s> {
        self.joined.slice(self.start..self.end)
    }

    /// Adds it to a text that is being decoded.
    pub(crate) fn push_to(self, builder: &mut JoinedBuilder) {
        let raw = self.raw();
        if raw.raw == self.text() {
            builder.push(raw);
        } else {
            for (at, character) in self.text().char_indices() {
                builder.push(self.slice(at, at + character.len_utf8()).raw());
            }
        }
    }

    /// Split at the first run of blanks, as the keyword is from its arguments.
    pub(crate) fn split_blank(self) -> (Part<'l, 's>, Option<Part<'l, 's>>) {
        let text = self.text();
        let Some(at) = text.find(is_blank) else { return (self, None) };
        let rest = text.get(at..).unwrap_or_default();
        let blanks = rest.len() - rest.trim_start_matches(is_blank).len();
        (self.slice(0, at), Some(self.from(at + blanks)))
    }

    /// What stands between runs of blanks. Quotes and escapes mean nothing here.
    pub(crate) fn split_blanks(self) -> impl Iterator<Item = Part<'l, 's>> {
        let mut rest = Some(self).filter(|part| !part.is_empty());
        std::iter::from_fn(move || {
            let (word, next) = rest?.split_blank();
            rest = next;
            Some(word)
        })
    }
}

/// `[\t\v\f\r ]`: what BuildKit's parser splits at. Other white space belongs to words.
pub(crate) fn is_blank(character: char) -> bool {
    matches!(character, '\t' | '\u{b}' | '\u{c}' | '\r' | ' ')
}
