//! The places that make it uncertain what a file means, so that fixes near them are withheld.

use std::collections::BTreeMap;

use plimsoll_diagnostics::{Category, Diagnostic, FileId, Span};

use crate::RuleMeta;

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
        if meta.blocks_fixes {
            self.swallowed.push(span);
        }
    }
}
