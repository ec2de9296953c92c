//! Bytes to the protocol's lines and columns, and back, in the unit that was agreed with the client.

use gen_lsp_types::{Position, PositionEncodingKind, Range};
use plimsoll_diagnostics::{LineIndex, SourceFile, Span};

/// What a column counts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Encoding {
    Utf8,
    /// What every client speaks.
    #[default]
    Utf16,
    Utf32,
}

impl Encoding {
    /// UTF-16 where the client takes it, because every other server for these files speaks nothing else and editors
    /// misplace things when two servers of a buffer differ; else the first that is known.
    pub(crate) fn agree(offered: &[String]) -> Encoding {
        let known = |name: &String| match name.as_str() {
            "utf-8" => Some(Encoding::Utf8),
            "utf-16" => Some(Encoding::Utf16),
            "utf-32" => Some(Encoding::Utf32),
            _ => None,
        };
        let all: Vec<Encoding> = offered.iter().filter_map(known).collect();
        if all.contains(&Encoding::Utf16) {
            return Encoding::Utf16;
        }
        all.first().copied().unwrap_or_default()
    }

    pub(crate) fn kind(self) -> PositionEncodingKind {
        match self {
            Encoding::Utf8 => PositionEncodingKind::UTF8,
            Encoding::Utf16 => PositionEncodingKind::UTF16,
            Encoding::Utf32 => PositionEncodingKind::UTF32,
        }
    }

    fn width(self, character: char) -> usize {
        match self {
            Encoding::Utf8 => character.len_utf8(),
            Encoding::Utf16 => character.len_utf16(),
            Encoding::Utf32 => 1,
        }
    }

    /// The position of byte `at`.
    pub(crate) fn position(self, text: &str, lines: &LineIndex, at: u32) -> Position {
        let place = lines.bytes(at);
        let start = at as usize - place.column;
        let before = text.get(start..at as usize).unwrap_or_default();
        let character: usize = before.chars().map(|character| self.width(character)).sum();
        Position { line: place.line as u32, character: character as u32 }
    }

    /// The byte at a position. Behind the end of a line is its end, behind the last line the end of the text, and
    /// inside of a character its start.
    pub(crate) fn offset(self, text: &str, lines: &LineIndex, position: Position) -> usize {
        let Some(range) = lines.line_range(position.line as usize, text) else { return text.len() };
        let line = text.get(range.clone()).unwrap_or_default().trim_end_matches(['\n', '\r']);
        let mut units = 0;
        for (at, character) in line.char_indices() {
            units += self.width(character);
            if units > position.character as usize {
                return range.start + at;
            }
        }
        range.start + line.len()
    }

    /// The range of a span of this file.
    pub(crate) fn range(self, file: &SourceFile, span: Span) -> Range {
        let at = |byte| self.position(&file.text, file.lines(), byte);
        Range { start: at(span.start), end: at(span.end) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_and_back() {
        let text = "ab\r\né𝄞x\n";
        let lines = LineIndex::new(text);
        for (encoding, column) in [(Encoding::Utf8, 6), (Encoding::Utf16, 3), (Encoding::Utf32, 2)] {
            let at = text.find('x').unwrap();
            let position = encoding.position(text, &lines, at as u32);
            assert_eq!((position.line, position.character), (1, column));
            assert_eq!(encoding.offset(text, &lines, position), at);
        }
        let offset = |line, character| Encoding::Utf16.offset(text, &lines, Position { line, character });
        assert_eq!(offset(0, 99), 2, "behind the line");
        assert_eq!(offset(9, 0), text.len(), "behind the text");
        assert_eq!(offset(1, 2), text.find('𝄞').unwrap(), "inside of a pair");
    }

    #[test]
    fn what_is_agreed() {
        let agree = |offered: &[&str]| {
            Encoding::agree(&offered.iter().map(|&name| name.to_owned()).collect::<Vec<_>>())
        };
        assert_eq!(agree(&[]), Encoding::Utf16);
        assert_eq!(agree(&["utf-8", "utf-16"]), Encoding::Utf16);
        assert_eq!(agree(&["utf-8"]), Encoding::Utf8);
        assert_eq!(agree(&["utf-7", "utf-32", "utf-8"]), Encoding::Utf32);
    }
}
