//! A slice of source text with its location.

use crate::{FileId, Span};

/// A piece of source text and its location.
///
/// Always a real slice of the file: never joined, never unescaped.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Text<'s> {
    /// The text as it is written.
    pub raw: &'s str,
    /// Its location.
    pub span: Span,
}

impl<'s> Text<'s> {
    /// `raw`, which starts at byte `start` of `file`.
    pub fn new(raw: &'s str, file: FileId, start: usize) -> Text<'s> {
        Text { raw, span: Span::new(file, start, start + raw.len()) }
    }

    /// Bytes `from..to`, counted from its own start. Positions outside it, or inside a character, are moved to the
    /// nearest character boundary before them.
    #[must_use]
    pub fn slice(self, from: usize, to: usize) -> Text<'s> {
        let to = floor_boundary(self.raw, to);
        let from = floor_boundary(self.raw, from).min(to);
        let raw = self.raw.get(from..to).unwrap_or_default();
        Text::new(raw, self.span.file, self.span.start as usize + from)
    }

    /// The part at a span of the same file.
    #[must_use]
    pub fn at(self, span: Span) -> Text<'s> {
        self.slice(
            span.start.saturating_sub(self.span.start) as usize,
            span.end.saturating_sub(self.span.start) as usize,
        )
    }

    /// The text without surrounding whitespace.
    #[must_use]
    pub fn trim(self) -> Text<'s> {
        let from = self.raw.len() - self.raw.trim_start().len();
        self.slice(from, from + self.raw.trim().len())
    }

    /// The parts before and after the first `separator`.
    pub fn split_once(self, separator: char) -> Option<(Text<'s>, Text<'s>)> {
        let at = self.raw.find(separator)?;
        Some((self.slice(0, at), self.slice(at + separator.len_utf8(), self.raw.len())))
    }

    /// The parts before and after the last `separator`.
    pub fn rsplit_once(self, separator: char) -> Option<(Text<'s>, Text<'s>)> {
        let at = self.raw.rfind(separator)?;
        Some((self.slice(0, at), self.slice(at + separator.len_utf8(), self.raw.len())))
    }

    /// The parts between separators.
    pub fn split(self, separator: char) -> impl Iterator<Item = Text<'s>> {
        self.pieces(self.raw.split(separator))
    }

    /// The words between runs of ASCII whitespace.
    pub fn words(self) -> impl Iterator<Item = Text<'s>> {
        self.pieces(self.raw.split_ascii_whitespace())
    }

    /// Subslices of `raw`, given their places back.
    fn pieces(self, parts: impl Iterator<Item = &'s str>) -> impl Iterator<Item = Text<'s>> {
        let base = self.raw.as_ptr() as usize;
        parts.map(move |part| {
            let from = part.as_ptr() as usize - base;
            Text::new(part, self.span.file, self.span.start as usize + from)
        })
    }
}

/// The character boundary at or before `at`.
fn floor_boundary(text: &str, at: usize) -> usize {
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(raw: &str) -> Text<'_> {
        Text::new(raw, FileId::FIRST, 10)
    }

    #[test]
    fn parts_know_their_places() {
        let (name, value) = text("a=b=c").split_once('=').unwrap();
        assert_eq!((name.raw, name.span.start, value.raw, value.span.start), ("a", 10, "b=c", 12));
        let words: Vec<_> = text("  x \t yy ").words().map(|w| (w.raw, w.span.start)).collect();
        assert_eq!(words, [("x", 12), ("yy", 16)]);
        assert_eq!(text("  x ").trim().span.range(), 12..13);
    }

    #[test]
    fn slices_never_cut_a_character() {
        assert_eq!(text("aéb").slice(0, 2).raw, "a");
        assert_eq!(text("aéb").slice(9, 1).raw, "");
    }
}
