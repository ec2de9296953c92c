//! Lines and columns as people count them: from 1, in characters.

use plimsoll_diagnostics::{FileId, Sources, Span};

/// A line and a column, both from 1, the column in characters unless something else was asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Place {
    pub(crate) line: usize,
    pub(crate) column: usize,
}

/// From where to where, borders as in [`Span`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Region {
    pub(crate) start: Place,
    pub(crate) end: Place,
}

/// Finds places. It remembers the last one and counts on from there: findings come sorted, so a file of one very
/// long line is counted once and not once for each finding.
pub(crate) struct Places<'s> {
    sources: &'s Sources,
    /// How many columns a text takes.
    width: fn(&str) -> usize,
    last: Option<Counted>,
}

/// So many columns of line `line` stand before byte `at`.
#[derive(Clone, Copy)]
struct Counted {
    file: FileId,
    line: usize,
    at: usize,
    columns: usize,
}

impl<'s> Places<'s> {
    pub(crate) fn new(sources: &'s Sources) -> Places<'s> {
        Places { sources, width: |text| text.chars().count(), last: None }
    }

    /// Counts columns in UTF-16 units, as Java does.
    pub(crate) fn in_utf16(sources: &'s Sources) -> Places<'s> {
        Places { width: |text| text.chars().map(char::len_utf16).sum(), ..Places::new(sources) }
    }

    /// The lines that a reader would mark: without the line break behind the last of them, which would put the end
    /// at the start of a line that has nothing to do with it.
    pub(crate) fn region(&mut self, span: Span) -> Region {
        let text = self.sources.slice(span).trim_end_matches(['\n', '\r']);
        let end = if text.is_empty() { span.end } else { span.start + text.len() as u32 };
        let span = Span { end, ..span };
        Region { start: self.start(span), end: self.end(span) }
    }

    /// Where `span` starts.
    pub(crate) fn start(&mut self, span: Span) -> Place {
        self.place(span.file, span.start)
    }

    /// Where `span` ends: the place behind its last character.
    pub(crate) fn end(&mut self, span: Span) -> Place {
        self.place(span.file, span.end)
    }

    fn place(&mut self, file: FileId, at: u32) -> Place {
        let source = self.sources.file(file);
        let found = source.lines().bytes(at);
        let at = at as usize;
        // A byte order mark is no column: no editor shows it.
        let mark =
            if found.line == 0 && source.text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
        let line_start = (at.saturating_sub(found.column) + mark).min(at);
        let count = |from: usize, to: usize| (self.width)(source.text.get(from..to).unwrap_or_default());

        let near = self.last.filter(|last| {
            last.file == file && last.line == found.line && last.at.abs_diff(at) < at - line_start
        });
        let columns = match near {
            Some(last) if last.at <= at => last.columns + count(last.at, at),
            Some(last) => last.columns.saturating_sub(count(at, last.at)),
            None => count(line_start, at),
        };
        self.last = Some(Counted { file, line: found.line, at, columns });
        Place { line: found.line + 1, column: columns + 1 }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use plimsoll_diagnostics::SourceFile;

    #[test]
    fn counting_on_gives_what_counting_from_the_start_gives() {
        let sources = Sources::new();
        let text = "\u{feff}añb漢c\r\n\tdé\u{1f600}f\n";
        let file = sources.add(SourceFile::new("f", text));
        let borders: Vec<usize> = (0..=text.len()).filter(|&at| text.is_char_boundary(at)).collect();
        let mut places = Places::new(&sources);
        for &first in &borders {
            for &second in &borders {
                places.start(Span::at(file, first));
                let index = sources.file(file).lines().characters(second as u32, text);
                let expected = Place { line: index.line + 1, column: index.column + 1 };
                assert_eq!(places.end(Span::at(file, second)), expected, "{first} then {second}");
            }
        }
    }
}
