//! A line of source as a snippet shows it: harmless, and short.

use std::ops::Range;

use plimsoll_diagnostics::SourceFile;

use crate::sanitize::{visible, visible_len};

/// Lines of more characters are cut; minified files have lines of megabytes.
pub(crate) const MAX_CHARACTERS: usize = 160;
/// When a line is cut, so many characters stay before the place that matters.
const CHARACTERS_BEFORE: usize = 40;
/// Stands for what was cut.
const CUT: &str = "...";

/// A line as it is shown, and the way from bytes of the file to bytes of what is shown.
pub(crate) struct ShownLine<'s> {
    /// What is shown.
    pub(crate) text: String,
    /// The part of the line that is shown, as it is in the file.
    raw: &'s str,
    /// Where that part starts in the file.
    start: usize,
    /// Bytes put before it.
    lead: usize,
}

impl<'s> ShownLine<'s> {
    /// The line `raw`, which starts at byte `start`; byte `anchor` of the file must be seen.
    pub(crate) fn new(raw: &'s str, start: usize, anchor: usize) -> ShownLine<'s> {
        let (kept, from) = if raw.chars().nth(MAX_CHARACTERS).is_none() {
            (raw, 0)
        } else {
            window(raw, anchor.saturating_sub(start))
        };
        let lead = if from > 0 { CUT } else { "" };
        let tail = if from + kept.len() < raw.len() { CUT } else { "" };
        let text = format!("{lead}{}{tail}", visible(kept));
        ShownLine { text, raw: kept, start: start + from, lead: lead.len() }
    }

    /// Bytes `from..to` of the file as bytes of what is shown. What was cut lies at the border.
    pub(crate) fn range(&self, from: usize, to: usize) -> Range<usize> {
        let from = self.offset(from);
        // An empty place is shown too: by one character.
        from..self.offset(to).max(from + 1)
    }

    fn offset(&self, at: usize) -> usize {
        let within = at.saturating_sub(self.start).min(self.raw.len());
        self.lead + self.raw.get(..within).map_or(0, visible_len)
    }
}

/// The part of a long line around byte `anchor`, and where it starts.
fn window(line: &str, anchor: usize) -> (&str, usize) {
    let (before, behind) = line.split_at_checked(anchor).unwrap_or((line, ""));
    let from = before.char_indices().rev().nth(CHARACTERS_BEFORE - 1).map_or(0, |(at, _)| at);
    // Near the end of the line, more of what comes before fits.
    let room =
        MAX_CHARACTERS.saturating_sub(behind.chars().take(MAX_CHARACTERS).count()).max(CHARACTERS_BEFORE);
    let from = before.char_indices().rev().nth(room - 1).map_or(0, |(at, _)| at).min(from);
    let rest = line.get(from..).unwrap_or_default();
    let len = rest.char_indices().nth(MAX_CHARACTERS).map_or(rest.len(), |(at, _)| at);
    (rest.get(..len).unwrap_or_default(), from)
}

/// The bytes of line `line` (from 0) that are shown: without its line end, and without a byte order mark.
pub(crate) fn content(source: &SourceFile, line: usize) -> Range<usize> {
    let range = source.lines().line_range(line, &source.text).unwrap_or(source.text.len()..source.text.len());
    let raw = source.text.get(range.clone()).unwrap_or_default();
    let mark = if line == 0 && raw.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    let start = range.start + mark;
    start..(range.start + raw.trim_end_matches(['\n', '\r']).len()).max(start)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_line_is_cut_around_the_place() {
        let line = format!("{}HERE{}", "a".repeat(5000), "b".repeat(5000));
        let shown = ShownLine::new(&line, 100, 5100);
        assert_eq!(shown.text.len(), MAX_CHARACTERS + 2 * CUT.len());
        assert_eq!(shown.text.get(shown.range(5100, 5104)), Some("HERE"));
        assert_eq!(shown.range(0, 1), 3..4);
        let last = ShownLine::new(&line, 0, line.len());
        assert!(last.text.starts_with("...b") && !last.text.ends_with(CUT));
        assert_eq!(last.range(line.len(), line.len()).start, last.text.len());
    }

    #[test]
    fn escaped_characters_keep_places_true() {
        let line = "a\u{1b}\u{202e}漢x";
        let shown = ShownLine::new(line, 0, 0);
        let x = line.find('x').unwrap();
        assert_eq!(shown.text.get(shown.range(x, x + 1)), Some("x"));
    }
}
