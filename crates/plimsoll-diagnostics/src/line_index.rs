//! Conversion between byte offsets and lines and columns, in the units that people and protocols use.

/// A line and a column, both from 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct LineColumn {
    /// The line, from 0.
    pub line: usize,
    /// The column, from 0, in the requested unit.
    pub column: usize,
}

/// The starts of the lines of a text. It is created once per file, and only for files with findings.
///
/// A line ends with `\n`; `\r` before it belongs to the line.
#[derive(Debug)]
pub struct LineIndex {
    starts: Vec<u32>,
}

impl LineIndex {
    /// Finds the lines of `text`.
    pub fn new(text: &str) -> LineIndex {
        let mut starts = vec![0];
        starts.extend(memchr::memchr_iter(b'\n', text.as_bytes()).map(|at| at as u32 + 1));
        LineIndex { starts }
    }

    /// The number of lines; an empty text has one.
    pub fn len(&self) -> usize {
        self.starts.len()
    }

    /// Always false: even an empty text has a line.
    pub fn is_empty(&self) -> bool {
        self.starts.is_empty()
    }

    /// The line that contains byte `at`, from 0.
    pub fn line(&self, at: u32) -> usize {
        self.starts.partition_point(|&start| start <= at).saturating_sub(1)
    }

    /// The bytes of a line, with its line end. `None` after the last line.
    pub fn line_range(&self, line: usize, text: &str) -> Option<std::ops::Range<usize>> {
        let start = *self.starts.get(line)? as usize;
        let end = self.starts.get(line + 1).map_or(text.len(), |&next| next as usize);
        Some(start..end)
    }

    /// Line and column of byte `at`, the column in bytes.
    pub fn bytes(&self, at: u32) -> LineColumn {
        let line = self.line(at);
        let start = self.starts.get(line).copied().unwrap_or_default();
        LineColumn { line, column: (at - start) as usize }
    }

    /// Line and column of byte `at`, the column in characters (Unicode scalar values). A byte order mark at
    /// the start of the text is not counted: no editor shows it.
    pub fn characters(&self, at: u32, text: &str) -> LineColumn {
        self.counted(at, text, |_| 1)
    }

    /// Line and column of byte `at`, the column in UTF-16 units, as the Language Server Protocol counts.
    pub fn utf16(&self, at: u32, text: &str) -> LineColumn {
        let place = self.counted(at, text, char::len_utf16);
        // The protocol speaks about the document as the client holds it, mark and all.
        let mark = usize::from(place.line == 0 && at > 0 && text.starts_with('\u{feff}'));
        LineColumn { column: place.column + mark, ..place }
    }

    fn counted(&self, at: u32, text: &str, width: impl Fn(char) -> usize) -> LineColumn {
        let LineColumn { line, column } = self.bytes(at);
        let start = at as usize - column;
        let before = text.get(start..at as usize).unwrap_or_default();
        let before = if line == 0 { before.strip_prefix('\u{feff}').unwrap_or(before) } else { before };
        LineColumn { line, column: before.chars().map(width).sum() }
    }

    /// The byte at a line and a column in UTF-16 units. A column after the end of its line means the end.
    pub fn offset_utf16(&self, place: LineColumn, text: &str) -> Option<usize> {
        let range = self.line_range(place.line, text)?;
        let line = text.get(range.clone())?.trim_end_matches(['\n', '\r']);
        let mut units = 0;
        for (at, character) in line.char_indices() {
            if units >= place.column {
                return Some(range.start + at);
            }
            units += character.len_utf16();
        }
        Some(range.start + line.len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_in_every_unit() {
        let text = "ab\r\né𝄞x\n";
        let index = LineIndex::new(text);
        let x = text.find('x').unwrap() as u32;
        assert_eq!(index.bytes(x), LineColumn { line: 1, column: 6 });
        assert_eq!(index.characters(x, text), LineColumn { line: 1, column: 2 });
        assert_eq!(index.utf16(x, text), LineColumn { line: 1, column: 3 });
        assert_eq!(index.offset_utf16(LineColumn { line: 1, column: 3 }, text), Some(x as usize));
        assert_eq!(index.offset_utf16(LineColumn { line: 0, column: 99 }, text), Some(2));
        assert_eq!(index.len(), 3);
    }

    #[test]
    fn a_byte_order_mark_is_no_column() {
        let text = "\u{feff}FROM a";
        let index = LineIndex::new(text);
        assert_eq!(index.characters(3, text).column, 0);
        assert_eq!(index.utf16(3, text).column, 1);
    }
}
