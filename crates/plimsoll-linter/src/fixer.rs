//! Fixing: choose, apply, check again, until nothing changes.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use plimsoll_diagnostics::{Applicability, Category, Diagnostic, Edit, Fix, Level, apply};

use crate::limits::FIX_ROUNDS;
use crate::proof::proven;
use crate::{Checked, FileSystem, Linter, Overlay, Workspace};

/// What fixing gave.
pub struct Fixed {
    /// The new text of each file that changed, by path.
    pub texts: BTreeMap<String, String>,
    /// How many fixes are in it.
    pub count: usize,
    /// Fixes that would have left a file that reads worse or means something else, and were not made: the path, and what
    /// was to be done there.
    pub undone: BTreeSet<(String, String)>,
    /// What is left, found in the changed files.
    pub left: Checked,
}

impl Linter {
    /// Applies every fix that is at least as sure as `sure`, in rounds, because one fix can make way for the next.
    /// Writes nothing: the texts are in the answer.
    pub fn fix(&self, files: &dyn FileSystem, workspace: &Workspace, sure: Applicability) -> Fixed {
        self.fix_only(files, workspace, sure, None)
    }

    /// The same, with the fixes that change this file and no other.
    pub(crate) fn fix_only(
        &self,
        files: &dyn FileSystem,
        workspace: &Workspace,
        sure: Applicability,
        only: Option<&str>,
    ) -> Fixed {
        let left = self.check(files, workspace);
        let mut fixed = Fixed { texts: BTreeMap::new(), count: 0, undone: BTreeSet::new(), left };
        // After a round that does harm, half as many fixes are tried, down to the one that does it.
        let mut most = usize::MAX;
        for _ in 0..FIX_ROUNDS {
            let chosen: Vec<&Fix> = fixed.choose(sure, only).into_iter().take(most).collect();
            let (chosen, unproved) = fixed.prove(chosen);
            let unproved: Vec<_> = unproved.into_iter().map(|fix| fixed.name(fix)).collect();
            let applied = apply(&fixed.left.sources, chosen);
            if applied.texts.is_empty() {
                fixed.undone.extend(unproved);
                break;
            }
            let mut texts = fixed.texts.clone();
            let path = |id| fixed.left.sources.file(id).path.clone();
            texts.extend(applied.texts.into_iter().map(|(id, text)| (path(id), text)));
            let bytes = |(path, text): (&String, &String)| (path.clone(), text.clone().into_bytes());
            let overlay = Overlay { below: files, texts: texts.iter().map(bytes).collect() };
            let left = self.check(&overlay, workspace);
            let count = applied.fixes.len();
            if refusals(&left) <= refusals(&fixed.left) {
                fixed = Fixed { texts, count: fixed.count + count, left, ..fixed };
                most = usize::MAX;
            } else if let [culprit] = applied.fixes[..] {
                let named = fixed.name(culprit);
                fixed.undone.insert(named);
                most = usize::MAX;
            } else {
                most = count / 2;
            }
            fixed.undone.extend(unproved);
        }
        fixed
    }
}

impl Fixed {
    /// One fix for each finding: the first that is sure enough, the others are alternatives to it.
    fn choose(&self, sure: Applicability, only: Option<&str>) -> Vec<&Fix> {
        let path = |edit: &Edit| &self.left.sources.file(edit.span.file).path;
        let is_inside = |fix: &Fix| only.is_none_or(|only| fix.edits.iter().all(|edit| path(edit) == only));
        let wanted = |fix: &&Fix| {
            fix.applicability >= sure && is_inside(fix) && !self.undone.contains(&self.name(fix))
        };
        self.left.diagnostics.iter().filter_map(|finding| finding.fixes.iter().find(wanted)).collect()
    }

    /// Those that can be made, and those that say they are safe but of which that cannot be proved.
    fn prove<'f>(&self, chosen: Vec<&'f Fix>) -> (Vec<&'f Fix>, Vec<&'f Fix>) {
        let is_safe = |fix: &&Fix| fix.applicability == Applicability::Safe;
        let safe = proven(&self.left.sources, chosen.iter().copied().filter(is_safe).collect());
        let safe: HashSet<*const Fix> = safe.into_iter().map(std::ptr::from_ref).collect();
        let is_proved = |fix: &&Fix| !is_safe(fix) || safe.contains(&std::ptr::from_ref(*fix));
        chosen.into_iter().partition(is_proved)
    }

    fn name(&self, fix: &Fix) -> (String, String) {
        let path = fix.edits.first().map(|edit| self.left.sources.file(edit.span.file).path.clone());
        (path.unwrap_or_default(), fix.title.clone().into_owned())
    }
}

/// How many findings say that a file cannot be read or will be refused.
fn refusals(checked: &Checked) -> usize {
    let refused = |finding: &&Diagnostic| {
        finding.level == Level::Error && matches!(finding.category, Category::Syntax | Category::Validity)
    };
    checked.diagnostics.iter().filter(refused).count()
}
