//! Which bytes edits touch: those that go, in the old text, and those that come, in the new one.

use std::ops::Range;

use plimsoll_diagnostics::{Edit, Span};

/// What was edited.
pub(crate) struct Changes {
    gone: Vec<Range<u32>>,
    come: Vec<Range<u32>>,
}

impl Changes {
    /// The edits of one file; they do not meet.
    pub(crate) fn new(edits: &[&Edit]) -> Changes {
        let mut edits = edits.to_vec();
        edits.sort_by_cached_key(|edit| edit.span);
        edits.dedup();
        // How many bytes came and went before the edit at hand.
        let (mut added, mut removed) = (0, 0);
        let mut come = Vec::with_capacity(edits.len());
        for edit in &edits {
            let start = (edit.span.start as usize + added).saturating_sub(removed);
            come.push(start as u32..(start + edit.text.len()) as u32);
            added += edit.text.len();
            removed += edit.span.len();
        }
        Changes { gone: edits.iter().map(|edit| edit.span.start..edit.span.end).collect(), come }
    }

    /// Whether an edit takes a byte of what stands here in the old text, or puts one into its middle.
    pub(crate) fn touch_old(&self, span: Span) -> bool {
        touches(&self.gone, span)
    }

    /// Whether a byte of what stands here in the new text came, or one of its middle went.
    pub(crate) fn touch_new(&self, span: Span) -> bool {
        touches(&self.come, span)
    }

    /// Whether an edit put something into this range of the new text, or took its middle.
    pub(crate) fn touch_new_range(&self, range: Range<u32>) -> bool {
        touches_beside(&self.come, &range)
    }

    /// Where that begins which came and holds this place of the new text; the place itself when it did not come.
    pub(crate) fn come_around(&self, at: u32) -> u32 {
        let next = self.come.partition_point(|range| range.end <= at);
        self.come.get(next).filter(|come| come.start <= at).map_or(at, |come| come.start)
    }

    /// What came in the place of what an edit took.
    pub(crate) fn come_of(&self, span: Span) -> Option<Range<u32>> {
        let at = self.gone.binary_search_by_key(&(span.start, span.end), |gone| (gone.start, gone.end));
        self.come.get(at.ok()?).cloned()
    }

    /// Where a place of the old text is in the new one. One between edits only moves; one that an edit ends at moves
    /// behind what came; one that went is where that begins which came instead.
    pub(crate) fn moved(&self, at: u32) -> u32 {
        let count = self.gone.partition_point(|range| range.end <= at);
        if let (Some(gone), Some(come)) = (self.gone.get(count), self.come.get(count))
            && gone.start < at
        {
            return come.start;
        }
        let last = count.checked_sub(1).and_then(|last| Some((self.gone.get(last)?, self.come.get(last)?)));
        last.map_or(at, |(gone, come)| come.end + (at - gone.end))
    }
}

/// Whether one of the ranges meets this one, or stands right beside it.
fn touches_beside(ranges: &[Range<u32>], range: &Range<u32>) -> bool {
    let at = ranges.partition_point(|other| other.end < range.start);
    ranges.get(at).is_some_and(|other| other.start <= range.end)
}

fn touches(ranges: &[Range<u32>], span: Span) -> bool {
    let at = ranges.partition_point(|range| range.end <= span.start);
    ranges.get(at).is_some_and(|range| range.start < span.end)
}

#[cfg(test)]
mod tests {
    use plimsoll_diagnostics::FileId;

    use super::*;

    #[test]
    fn old_and_new_places() {
        let span = |start, end| Span::new(FileId::FIRST, start, end);
        // `ab cd` → `ab -y cd`, then `cd` → `e`.
        let edits = [
            Edit { span: span(3, 5), text: "e".to_owned() },
            Edit { span: span(2, 2), text: " -y".to_owned() },
        ];
        let changes = Changes::new(&[&edits[0], &edits[1]]);
        assert!(
            !changes.touch_old(span(0, 2)) && changes.touch_old(span(3, 5)) && changes.touch_old(span(1, 4))
        );
        assert!(
            !changes.touch_new(span(0, 2)) && changes.touch_new(span(3, 5)) && changes.touch_new(span(6, 7))
        );
    }
}
