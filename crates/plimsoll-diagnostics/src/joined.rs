//! Text that is joined from pieces of a file, with a map back to the file.
//!
//! Continued lines of a Dockerfile, here-documents and quoted YAML reach the shell as a text that the file does not
//! contain in this form. All text is joined here, so that each location in it has an exact location in the source.

use std::borrow::Cow;
use std::ops::Range;

use crate::{FileId, Span, Text};

/// Text joined from pieces of one file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Joined<'s> {
    /// The joined text, as a shell or parser gets it.
    pub text: Cow<'s, str>,
    file: FileId,
    /// In order; the first starts at 0 in the text.
    pieces: Vec<Piece>,
}

/// From `at` in the text on, up to the next piece, the text stands in the file from `start` on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Piece {
    at: u32,
    len: u32,
    source: Source,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Source {
    /// The bytes stand there as they are.
    Verbatim { start: u32 },
    /// They stand for what is written there: an escape sequence, an added line end.
    Replaced { start: u32, end: u32 },
}

impl<'s> Joined<'s> {
    /// A single piece: nothing was joined.
    pub fn verbatim(text: Text<'s>) -> Joined<'s> {
        let piece =
            Piece { at: 0, len: text.raw.len() as u32, source: Source::Verbatim { start: text.span.start } };
        Joined { text: Cow::Borrowed(text.raw), file: text.span.file, pieces: vec![piece] }
    }

    /// Whether the file contains the text unchanged.
    pub fn is_verbatim(&self) -> bool {
        matches!(self.text, Cow::Borrowed(_))
    }

    /// The span of the whole text.
    pub fn whole(&self) -> Span {
        self.span(0..self.text.len())
    }

    /// The span of `range`: from the source of its first byte to the source of its last byte.
    ///
    /// An empty range is located before the next byte or, at the end, after the last byte.
    pub fn span(&self, range: Range<usize>) -> Span {
        let start = self.start_of(range.start);
        let end = if range.end > range.start { self.end_of(range.end - 1) } else { start };
        Span::new(self.file, start, end.max(start))
    }

    /// The span of `range`, if the file contains it in one piece and unchanged, so that it can be edited.
    pub fn verbatim_span(&self, range: Range<usize>) -> Option<Span> {
        let piece = self.piece(range.start)?;
        let is_whole = range.end <= (piece.at + piece.len) as usize;
        (is_whole && matches!(piece.source, Source::Verbatim { .. })).then(|| self.span(range))
    }

    /// A part of the text, with its own map to the file.
    #[must_use]
    pub fn slice(&self, range: Range<usize>) -> Joined<'s> {
        let text = match &self.text {
            Cow::Borrowed(text) => Cow::Borrowed(text.get(range.clone()).unwrap_or_default()),
            Cow::Owned(text) => Cow::Owned(text.get(range.clone()).unwrap_or_default().to_owned()),
        };
        let mut pieces: Vec<Piece> = Vec::new();
        for piece in &self.pieces {
            let from = range.start.max(piece.at as usize);
            let to = range.end.min((piece.at + piece.len) as usize);
            if from >= to {
                continue;
            }
            let source = match piece.source {
                Source::Verbatim { start } => Source::Verbatim { start: start + (from as u32 - piece.at) },
                replaced @ Source::Replaced { .. } => replaced,
            };
            pieces.push(Piece { at: (from - range.start) as u32, len: (to - from) as u32, source });
        }
        if pieces.is_empty() {
            let start = self.start_of(range.start) as u32;
            pieces.push(Piece { at: 0, len: 0, source: Source::Verbatim { start } });
        }
        Joined { text, file: self.file, pieces }
    }

    /// The piece that holds byte `at`, or the one that ends there at the end of the text.
    fn piece(&self, at: usize) -> Option<&Piece> {
        let next = self.pieces.partition_point(|piece| piece.at as usize <= at);
        self.pieces.get(next.saturating_sub(1))
    }

    fn start_of(&self, at: usize) -> usize {
        self.piece(at).map_or(0, |piece| match piece.source {
            Source::Verbatim { start } => start as usize + (at - piece.at as usize).min(piece.len as usize),
            Source::Replaced { start, end } => {
                if at < (piece.at + piece.len) as usize {
                    start as usize
                } else {
                    end as usize
                }
            }
        })
    }

    fn end_of(&self, last: usize) -> usize {
        self.piece(last).map_or(0, |piece| match piece.source {
            Source::Verbatim { start } => {
                start as usize + (last + 1 - piece.at as usize).min(piece.len as usize)
            }
            Source::Replaced { end, .. } => end as usize,
        })
    }
}

/// Builds a [`Joined`] piece by piece.
#[derive(Debug)]
pub struct JoinedBuilder {
    file: FileId,
    text: String,
    pieces: Vec<Piece>,
}

impl JoinedBuilder {
    /// An empty builder for pieces of `file`.
    pub fn new(file: FileId) -> JoinedBuilder {
        JoinedBuilder { file, text: String::new(), pieces: Vec::new() }
    }

    /// Adds an unchanged slice of the file.
    pub fn push(&mut self, text: Text<'_>) {
        debug_assert_eq!(text.span.file, self.file, "all pieces come from one file");
        self.add(text.raw, Source::Verbatim { start: text.span.start });
    }

    /// Adds text that replaces the source at `span`, which can be empty.
    pub fn push_replaced(&mut self, text: &str, span: Span) {
        self.add(text, Source::Replaced { start: span.start, end: span.end });
    }

    /// Adds a part of joined text, with its map to the file. The cost does not depend on the rest of that text.
    pub fn push_joined(&mut self, joined: &Joined<'_>, range: Range<usize>) {
        debug_assert_eq!(joined.file, self.file, "all pieces come from one file");
        let first = joined.pieces.partition_point(|piece| piece.at as usize <= range.start).saturating_sub(1);
        for piece in joined.pieces.iter().skip(first) {
            let from = range.start.max(piece.at as usize);
            let to = range.end.min((piece.at + piece.len) as usize);
            if piece.at as usize >= range.end {
                break;
            }
            let source = match piece.source {
                Source::Verbatim { start } => Source::Verbatim { start: start + (from as u32 - piece.at) },
                replaced @ Source::Replaced { .. } => replaced,
            };
            if let Some(text) = joined.text.get(from..to) {
                self.add(text, source);
            }
        }
    }

    fn add(&mut self, text: &str, source: Source) {
        if text.is_empty() && !self.pieces.is_empty() {
            return;
        }
        self.pieces.push(Piece { at: self.text.len() as u32, len: text.len() as u32, source });
        self.text.push_str(text);
    }

    /// The text joined so far.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The joined text.
    pub fn finish<'s>(self) -> Joined<'s> {
        Joined { text: Cow::Owned(self.text), file: self.file, pieces: self.pieces }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_byte_finds_its_way_back() {
        let source = Text::new("RUN a \\\n  bc", FileId::FIRST, 0);
        let mut builder = JoinedBuilder::new(FileId::FIRST);
        builder.push(source.slice(4, 6));
        builder.push(source.slice(8, 12));
        let joined: Joined<'_> = builder.finish();
        assert_eq!(joined.text, "a   bc");
        assert_eq!(joined.span(4..6).range(), 10..12);
        assert_eq!(joined.span(0..6).range(), 4..12);
        assert_eq!(joined.verbatim_span(2..6).map(Span::range), Some(8..12));
        assert_eq!(joined.verbatim_span(0..6), None);
        assert_eq!(joined.span(6..6).range(), 12..12);
        let tail = joined.slice(1..5);
        assert_eq!((tail.text.as_ref(), tail.span(3..4).range()), ("   b", 10..11));
    }

    #[test]
    fn joined_parts_join_again() {
        let source = Text::new("RUN a \\\n  bc", FileId::FIRST, 0);
        let mut builder = JoinedBuilder::new(FileId::FIRST);
        builder.push(source.slice(4, 6));
        builder.push(source.slice(8, 12));
        let joined = builder.finish();
        let mut builder = JoinedBuilder::new(FileId::FIRST);
        builder.push_joined(&joined, 0..3);
        builder.push_joined(&joined, 5..6);
        let again = builder.finish();
        assert_eq!(again.text, "a  c");
        assert_eq!(again.span(0..1).range(), 4..5);
        assert_eq!(again.span(2..3).range(), 8..9);
        assert_eq!(again.span(3..4).range(), 11..12);
    }

    #[test]
    fn an_escape_stands_for_its_sequence() {
        let source = Text::new(r#""a\nb""#, FileId::FIRST, 0);
        let mut builder = JoinedBuilder::new(FileId::FIRST);
        builder.push(source.slice(1, 2));
        builder.push_replaced("\n", source.slice(2, 4).span);
        builder.push(source.slice(4, 5));
        let joined = builder.finish();
        assert_eq!(joined.span(1..2).range(), 2..4);
        assert_eq!(joined.verbatim_span(1..2), None);
        assert_eq!(joined.span(2..3).range(), 4..5);
    }
}
