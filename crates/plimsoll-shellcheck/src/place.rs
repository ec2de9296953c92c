//! From places and edits of a script to those of the file that holds it.

use std::ops::Range;

use plimsoll_diagnostics::{Fix, Joined};
use shuck_linter::{Applicability, Diagnostic};

/// What stands before the script in the text that is checked.
#[derive(Clone, Copy)]
pub(crate) struct Shift(pub(crate) usize);

impl Shift {
    /// A range of the checked text as one of the script; `None` when it is in front of that.
    pub(crate) fn back(self, range: Range<usize>, script: &Joined<'_>) -> Option<Range<usize>> {
        let start = range.start.checked_sub(self.0)?;
        let end = range.end.checked_sub(self.0)?.min(script.text.len());
        (start <= end).then_some(start..end)
    }
}

/// The fix of a finding as edits of the file: only when it keeps the meaning, and each edit replaces what stands in the
/// file just as the shell reads it.
pub(crate) fn fix(found: &Diagnostic, shift: Shift, script: &Joined<'_>) -> Option<Fix> {
    let fix = found.fix.as_ref().filter(|fix| fix.applicability() == Applicability::Safe)?;
    let title = found.fix_title.clone().unwrap_or_else(|| "write it so".to_owned());
    let mut edits = Fix::safe(title);
    for edit in fix.edits() {
        let range = shift.back(edit.range().start().into()..edit.range().end().into(), script)?;
        // A line end would end the instruction, a backslash may be its escape character.
        if edit.content().contains(['\n', '\r', '\\']) {
            return None;
        }
        edits = edits.replace(script.verbatim_span(range)?, edit.content());
    }
    Some(edits)
}
