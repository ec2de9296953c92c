//! Where a file must not be edited, whatever a rule proposes: each format knows where.

use plimsoll_diagnostics::{Diagnostic, Edit};
use plimsoll_project::Project;

use crate::FileKind;
use crate::unclear::Unclear;

/// Takes away the fixes with an edit where none may be made. The findings must have their categories.
pub(crate) fn withhold(project: &Project<'_>, found: &mut [Diagnostic], unclear: &Unclear) {
    if found.iter().all(|finding| finding.fixes.is_empty()) {
        return;
    }
    for kind in FileKind::ALL {
        kind.format().withhold(project, found, unclear);
    }
}

/// Keeps the fixes of a finding of which every edit may be made.
pub(crate) fn retain(finding: &mut Diagnostic, may_be_made: impl Fn(&Edit) -> bool) {
    finding.fixes.retain(|fix| fix.edits.iter().all(&may_be_made));
}
