//! What a fix would change, as lines that go and lines that come.

use std::io::{self, Write};

use plimsoll_diagnostics::{Edit, FileId, Fix, Sources};

use crate::painter::{Paint, Painter};
use crate::sanitize::visible;
use crate::shown_line::{MAX_CHARACTERS, ShownLine};

/// More lines than these are not shown: whoever wants them all asks for a diff.
const MAX_LINES: usize = 12;
/// So many bytes of a line around an edit are looked at: more than is ever shown.
const NEAR: usize = 4 * MAX_CHARACTERS;

/// The changes of one fix.
pub(crate) struct FixPreview<'s> {
    sources: &'s Sources,
    changes: Vec<Change>,
}

/// Lines in a row that change.
struct Change {
    file: FileId,
    /// The first line, from 1.
    line: usize,
    removed: Vec<String>,
    added: Vec<String>,
}

impl<'s> FixPreview<'s> {
    pub(crate) fn new(sources: &'s Sources, fix: &Fix) -> FixPreview<'s> {
        let mut edits: Vec<&Edit> = fix.edits.iter().collect();
        edits.sort_by_cached_key(|edit| edit.span);
        let line = |edit: &Edit, at| sources.file(edit.span.file).lines().line(at);
        let changes = edits
            .chunk_by(|one, next| {
                one.span.file == next.span.file && line(next, next.span.start) <= line(one, one.span.end)
            })
            .filter_map(|edits| Change::new(sources, edits))
            .collect();
        FixPreview { sources, changes }
    }

    /// The largest line number that is shown.
    pub(crate) fn last_line(&self) -> usize {
        let last = |change: &Change| {
            let lines = change.removed.len().max(change.added.len()).min(MAX_LINES);
            (change.line + lines).saturating_sub(1)
        };
        self.changes.iter().map(last).max().unwrap_or(1)
    }

    /// Writes the changes; those in another file than `here` below its name.
    pub(crate) fn write(&self, here: FileId, gutter: usize, painter: &mut Painter) -> io::Result<()> {
        let mut file = here;
        let mut left = MAX_LINES;
        // A line end more or less is a change that no line can show.
        if self.changes.iter().all(|change| change.removed.is_empty() && change.added.is_empty()) {
            return Ok(());
        }
        border(gutter, painter)?;
        for change in &self.changes {
            if change.file != file {
                file = change.file;
                painter.paint(Paint::Frame)?;
                write!(painter, "{:gutter$}:::", "")?;
                painter.paint(Paint::Plain)?;
                writeln!(painter, " {}:{}", visible(&self.sources.file(file).path), change.line)?;
            }
            let removed = change.removed.iter().enumerate().map(|(at, text)| ('-', Paint::Removed, at, text));
            let added = change.added.iter().enumerate().map(|(at, text)| ('+', Paint::Added, at, text));
            for (sign, paint, at, text) in removed.chain(added) {
                if left == 0 {
                    painter.paint(Paint::Frame)?;
                    write!(painter, "...")?;
                    painter.paint(Paint::Plain)?;
                    return writeln!(painter);
                }
                left -= 1;
                painter.paint(Paint::Frame)?;
                write!(painter, "{:>gutter$} ", change.line + at)?;
                painter.paint(paint)?;
                write!(painter, "{sign} {text}")?;
                painter.paint(Paint::Plain)?;
                writeln!(painter)?;
            }
        }
        border(gutter, painter)
    }
}

fn border(gutter: usize, painter: &mut Painter) -> io::Result<()> {
    painter.paint(Paint::Frame)?;
    write!(painter, "{:gutter$} |", "")?;
    painter.paint(Paint::Plain)?;
    writeln!(painter)
}

impl Change {
    /// What edits of neighbouring lines change; `None` when that is nothing.
    fn new(sources: &Sources, edits: &[&Edit]) -> Option<Change> {
        let (first, last) = (edits.first()?, edits.last()?);
        let source = sources.file(first.span.file);
        let (lines, text) = (source.lines(), source.text.as_str());
        let line = lines.line(first.span.start);
        let near_start = text.floor_char_boundary((first.span.start as usize).saturating_sub(NEAR));
        let near_end = text.ceil_char_boundary((last.span.end as usize + NEAR).min(text.len()));
        let start = lines.line_range(line, text)?.start.max(near_start);
        let end = lines.line_range(lines.line(last.span.end), text)?.end.min(near_end);

        let old = text.get(start..end)?;
        let mut new = String::new();
        let mut at = start;
        for edit in edits {
            new.push_str(text.get(at..edit.span.start as usize).unwrap_or_default());
            new.push_str(&edit.text);
            at = edit.span.end as usize;
        }
        new.push_str(text.get(at..end).unwrap_or_default());

        // A byte order mark stays where it is, whatever happens to the line behind it.
        let old: Vec<&str> = without_mark(old).lines().collect();
        let new: Vec<&str> = without_mark(&new).lines().collect();
        let same_before = old.iter().zip(&new).take_while(|(old, new)| old == new).count();
        let (old, new) = (old.get(same_before..)?, new.get(same_before..)?);
        let same_behind = old.iter().rev().zip(new.iter().rev()).take_while(|(old, new)| old == new).count();
        let old = old.get(..old.len() - same_behind)?;
        let new = new.get(..new.len() - same_behind)?;
        let anchors =
            || old.iter().zip(new).map(|(old, new)| same_start(old, new)).chain(std::iter::repeat(0));
        let shown = |lines: &[&str]| {
            let few = lines.iter().zip(anchors()).take(MAX_LINES + 1);
            few.map(|(line, anchor)| ShownLine::new(line, 0, anchor).text).collect()
        };
        Some(Change {
            file: first.span.file,
            line: line + 1 + same_before,
            removed: shown(old),
            added: shown(new),
        })
    }
}

fn without_mark(text: &str) -> &str {
    text.strip_prefix('\u{feff}').unwrap_or(text)
}

/// The byte where two lines begin to differ.
fn same_start(one: &str, other: &str) -> usize {
    let same = one.chars().zip(other.chars()).take_while(|(one, other)| one == other);
    same.map(|(character, _)| character.len_utf8()).sum()
}
