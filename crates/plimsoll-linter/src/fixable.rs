//! Where a file must not be edited, whatever a rule proposes: each format knows where.

use std::collections::BTreeMap;

use plimsoll_diagnostics::{Category, Diagnostic, Edit, FileId, Span};
use plimsoll_project::Project;

use crate::{FileKind, RuleMeta};

/// The rules that find an instruction inside a command.
const SWALLOWED: [&str; 2] = ["swallowed-instruction", "instruction-in-command"];

/// The places that make it uncertain what a file means.
#[derive(Default)]
pub(crate) struct Unclear {
    /// The first syntax problem of each file.
    pub(crate) first_problems: BTreeMap<FileId, u32>,
    /// Instructions inside a command.
    pub(crate) swallowed: Vec<Span>,
}

impl Unclear {
    /// Takes in the place of a finding, if it is one of these.
    pub(crate) fn note(&mut self, finding: &Diagnostic, meta: &RuleMeta) {
        let span = finding.primary.span;
        if meta.category == Category::Syntax {
            let first = self.first_problems.entry(span.file).or_insert(span.start);
            *first = span.start.min(*first);
        }
        if SWALLOWED.contains(&meta.name) {
            self.swallowed.push(span);
        }
    }
}

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
