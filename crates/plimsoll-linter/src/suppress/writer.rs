//! Writes a comment that silences findings: its form, where it goes, and when a list that is there grows instead.

use std::collections::BTreeSet;

use plimsoll_diagnostics::Text;

use super::scopes::Scopes;
use crate::FileKind;

/// Text to put into a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Insertion {
    /// The byte before which it goes.
    pub at: usize,
    /// What goes there.
    pub text: String,
}

/// Where a comment goes that silences findings.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum IgnorePlace {
    /// Above the line that starts here, for what is on that line.
    Above(usize),
    /// At the top of the file, for all of it.
    Top,
}

/// Writes comments into one file.
pub struct IgnoreWriter<'t> {
    source: Text<'t>,
    /// Where the innermost instruction or entry around a byte starts.
    around: Scopes<u32>,
    /// Where the line of the first instruction or entry starts. Parser directives are always before it.
    top: usize,
    /// Where the lines start above which a comment starts with `//`.
    code_lines: BTreeSet<usize>,
}

impl<'t> IgnoreWriter<'t> {
    /// A writer for a file of this kind; `None` where files of the kind have no comments.
    pub fn new(kind: FileKind, path: &str, source: Text<'t>) -> Option<IgnoreWriter<'t>> {
        let places = kind.format().places(path, source)?;
        let top = places.from(0).map_or(0, |first| line_start(source, first.start));
        let code_lines = places.code_lines().clone();
        Some(IgnoreWriter { source, around: places.innermost(), top, code_lines })
    }

    /// The place closest to a byte of the file. What is about all of a file is silenced at its top.
    pub fn place(&self, at: u32) -> IgnorePlace {
        let start = self.around.around(at);
        start.map_or(IgnorePlace::Top, |start| IgnorePlace::Above(line_start(self.source, start)))
    }

    /// What silences rules at a place: a name in the list of a comment that is there, or else a comment.
    pub fn insertion(&self, place: IgnorePlace, rules: &[&str], reason: &str) -> Insertion {
        let names = rules.join(", ");
        let (keyword, at) = match place {
            IgnorePlace::Above(line) => ("ignore", line),
            IgnorePlace::Top => ("ignore-file", self.top),
        };
        let mark = if self.code_lines.contains(&at) { "//" } else { "#" };
        if let Some(end) = self.list_end(place, &format!("{mark} plimsoll: {keyword}[")) {
            return Insertion { at: end, text: format!(", {names}") };
        }
        let rest = self.source.raw.get(at..).unwrap_or_default();
        let indent = rest.get(..rest.len() - rest.trim_start_matches([' ', '\t']).len()).unwrap_or_default();
        let space = if reason.is_empty() { "" } else { " " };
        let line_end = if self.source.raw.contains("\r\n") { "\r\n" } else { "\n" };
        Insertion {
            at,
            text: format!("{indent}{mark} plimsoll: {keyword}[{names}]{space}{reason}{line_end}"),
        }
    }

    /// The end of the list in a comment that starts like this: on the line above, or on any line before the first
    /// instruction.
    fn list_end(&self, place: IgnorePlace, marker: &str) -> Option<usize> {
        let raw = self.source.raw;
        let searched = match place {
            IgnorePlace::Top => 0..self.top,
            IgnorePlace::Above(line) => {
                let above = raw.get(..line)?.trim_end_matches(['\n', '\r']);
                above.rfind('\n').map_or(0, |newline| newline + 1)..above.len()
            }
        };
        let text = raw.get(searched.clone())?;
        let found = text.find(marker)?;
        let line = text.get(..found)?.rsplit('\n').next()?;
        // Behind an instruction it would be something else.
        let is_comment = line.trim_start_matches('\u{feff}').trim().is_empty();
        let start = found + marker.len();
        let end = text.get(start..)?.split('\n').next()?.find(']')?;
        is_comment.then_some(searched.start + start + end)
    }
}

/// Where the line of a byte starts, after a byte order mark.
fn line_start(source: Text<'_>, at: u32) -> usize {
    let at = at.saturating_sub(source.span.start) as usize;
    let before = source.slice(0, at).raw;
    let start = before.rfind('\n').map_or(0, |newline| newline + 1);
    if start == 0 && source.raw.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { start }
}

#[cfg(test)]
mod tests {
    use plimsoll_diagnostics::{SourceFile, Sources};

    use super::*;

    /// The file with a comment for the first `x` in it.
    fn written(path: &str, text: &str, place: Option<IgnorePlace>) -> String {
        let sources = Sources::new();
        let file = sources.add(SourceFile::new(path, text));
        let writer = IgnoreWriter::new(FileKind::of_named(path), path, sources.text(file)).unwrap();
        let place = place.unwrap_or_else(|| writer.place(text.find('x').unwrap() as u32));
        let Insertion { at, text: new } = writer.insertion(place, &["a", "b"], "why");
        let (before, after) = text.split_at(at);
        format!("{before}{new}{after}")
    }

    #[test]
    fn comments_go_above_and_lists_grow() {
        for (text, expected) in [
            ("FROM a\n  RUN x\n", "FROM a\n  # plimsoll: ignore[a, b] why\n  RUN x\n"),
            ("FROM a\r\nRUN x\r\n", "FROM a\r\n# plimsoll: ignore[a, b] why\r\nRUN x\r\n"),
            (
                "FROM a\n# plimsoll: ignore[c] old\nRUN x\n",
                "FROM a\n# plimsoll: ignore[c, a, b] old\nRUN x\n",
            ),
            (
                "# plimsoll: ignore[c\nFROM x\n",
                "# plimsoll: ignore[c\n# plimsoll: ignore[a, b] why\nFROM x\n",
            ),
            ("\u{feff}FROM x\n", "\u{feff}# plimsoll: ignore[a, b] why\nFROM x\n"),
        ] {
            assert_eq!(written("Dockerfile", text, None), expected, "{text}");
        }
    }

    #[test]
    fn a_comment_for_the_file_is_before_its_first_line() {
        let top = Some(IgnorePlace::Top);
        for (text, expected) in [
            ("# syntax=d\nFROM a\n", "# syntax=d\n# plimsoll: ignore-file[a, b] why\nFROM a\n"),
            ("# plimsoll: ignore-file[c]\n\nFROM a\n", "# plimsoll: ignore-file[c, a, b]\n\nFROM a\n"),
            (
                "FROM a\n# plimsoll: ignore-file[c]\n",
                "# plimsoll: ignore-file[a, b] why\nFROM a\n# plimsoll: ignore-file[c]\n",
            ),
        ] {
            assert_eq!(written("Dockerfile", text, top), expected, "{text}");
        }
        assert_eq!(
            written("compose.yaml", "services:\n  a: {}\n", top),
            "# plimsoll: ignore-file[a, b] why\nservices:\n  a: {}\n"
        );
    }
}
