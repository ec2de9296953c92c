//! Fixing: choose, apply, check again, until nothing changes.

use std::collections::{BTreeMap, BTreeSet};

use plimsoll_diagnostics::{Applicability, Category, Diagnostic, Fix, Level, apply};

use crate::limits::FIX_ROUNDS;
use crate::{Checked, FileSystem, Linter, Overlay, Workspace};

/// What fixing gave.
pub struct Fixed {
    /// The new text of each file that changed, by path.
    pub texts: BTreeMap<String, String>,
    /// How many fixes are in it.
    pub count: usize,
    /// The titles of fixes that would have left a file that reads worse, and were not made.
    pub undone: Vec<String>,
    /// What is left, found in the changed files.
    pub left: Checked,
}

impl Linter {
    /// Applies every fix that is at least as sure as `sure`, in rounds, because one fix can make way for the next.
    /// Writes nothing: the texts are in the answer.
    pub fn fix(&self, files: &dyn FileSystem, workspace: &Workspace, sure: Applicability) -> Fixed {
        let mut overlay = Overlay { below: files, texts: BTreeMap::new() };
        let mut texts: BTreeMap<String, String> = BTreeMap::new();
        let mut left = self.check(&overlay, workspace);
        let (mut count, mut undone) = (0, BTreeSet::new());
        for _ in 0..FIX_ROUNDS {
            let wanted = |fix: &&Fix| fix.applicability >= sure && !undone.contains(&*fix.title);
            // One finding, one fix: the others are alternatives to it.
            let fixes = left.diagnostics.iter().filter_map(|finding| finding.fixes.iter().find(wanted));
            let applied = apply(&left.sources, fixes);
            if applied.texts.is_empty() {
                break;
            }
            let mut new = texts.clone();
            new.extend(
                applied.texts.into_iter().map(|(id, text)| (left.sources.file(id).path.clone(), text)),
            );
            overlay.texts =
                new.iter().map(|(path, text)| (path.clone(), text.clone().into_bytes())).collect();
            let next = self.check(&overlay, workspace);
            if refusals(&next) > refusals(&left) {
                // Some fix of this round did harm. Which one is not known; none of them is made again.
                undone.extend(applied.fixes.iter().map(|fix| fix.title.clone().into_owned()));
                continue;
            }
            count += applied.fixes.len();
            texts = new;
            left = next;
        }
        Fixed { texts, count, undone: undone.into_iter().collect(), left }
    }
}

/// How many findings say that a file cannot be read or will be refused.
fn refusals(checked: &Checked) -> usize {
    let refused = |finding: &&Diagnostic| {
        finding.level == Level::Error && matches!(finding.category, Category::Syntax | Category::Validity)
    };
    checked.diagnostics.iter().filter(refused).count()
}
