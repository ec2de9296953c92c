//! Lines and columns as people count them: from 1, in characters.

use plimsoll_diagnostics::{FileId, Sources, Span};

/// A line and a column, both from 1, the column in characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Place {
    pub(crate) line: usize,
    pub(crate) column: usize,
}

/// Finds places. It remembers the last one and counts on from there: findings come sorted, so a file of one very
/// long line is counted once and not once for each finding.
pub(crate) struct Places<'s> {
    sources: &'s Sources,
    last: Option<Counted>,
}

/// So many characters of line `line` stand before byte `at`.
#[derive(Clone, Copy)]
struct Counted {
    file: FileId,
    line: usize,
    at: usize,
    characters: usize,
}

impl<'s> Places<'s> {
    pub(crate) fn new(sources: &'s Sources) -> Places<'s> {
        Places { sources, last: None }
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
        let count = |from: usize, to: usize| source.text.get(from..to).unwrap_or_default().chars().count();

        let near = self.last.filter(|last| {
            last.file == file && last.line == found.line && last.at.abs_diff(at) < at - line_start
        });
        let characters = match near {
            Some(last) if last.at <= at => last.characters + count(last.at, at),
            Some(last) => last.characters.saturating_sub(count(at, last.at)),
            None => count(line_start, at),
        };
        self.last = Some(Counted { file, line: found.line, at, characters });
        Place { line: found.line + 1, column: characters + 1 }
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
