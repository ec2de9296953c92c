//! Fixes in policies. A policy holds for all projects, so it comes last, and then everything is checked again.

use std::collections::HashSet;

use plimsoll_diagnostics::{Diagnostic, Fix, Level, apply};

use super::{FixRequest, Fixed, Fixer, overlay};
use crate::limits::PROOFS;
use crate::project_result::ResultStore;
use crate::proof::unproved;
use crate::{Checked, FileSystem, Linter, Workspace};

impl Fixer {
    /// Applies the requested fixes in policies, unless they would cause an error.
    pub(super) fn fix_policies(
        &self,
        files: &dyn FileSystem,
        workspace: &Workspace,
        wish: FixRequest<'_>,
        fixed: &mut Fixed,
    ) {
        let left = &fixed.left;
        let found: Vec<(&str, &Diagnostic, &Fix)> = left
            .diagnostics
            .iter()
            .filter_map(|finding| {
                let fix = finding.fixes.iter().find(|fix| fix.applicability >= wish.sure)?;
                let path = &*left.sources.file(fix.edits.first()?.span.file).path;
                let is_policy = self.linter.policy().0.files.iter().any(|file| file.path == path);
                let is_inside = wish.file.is_none_or(|only| path == only);
                (is_policy && is_inside).then_some((path, finding, fix))
            })
            .collect();
        if found.is_empty() {
            return;
        }
        let is_wanted = wish.select.map(|select| select(left));
        let wanted: HashSet<*const Diagnostic> = (left.diagnostics.iter().enumerate())
            .filter(|(at, _)| is_wanted.as_ref().is_none_or(|all| all.get(*at) == Some(&true)))
            .map(|(_, finding)| std::ptr::from_ref(finding))
            .collect();
        let found: Vec<_> = found
            .into_iter()
            .filter(|(_, finding, _)| wanted.contains(&std::ptr::from_ref(*finding)))
            .collect();
        let chosen: Vec<&Fix> = found.iter().map(|(.., fix)| *fix).collect();
        let unproved = unproved(&left.sources, &chosen, &mut { PROOFS });
        let unproved: HashSet<*const Fix> =
            unproved.doubtful.into_iter().chain(unproved.untried).map(std::ptr::from_ref).collect();
        let proved = chosen.into_iter().filter(|fix| !unproved.contains(&std::ptr::from_ref(*fix)));
        let applied = apply(&left.sources, proved);
        if applied.texts.is_empty() {
            return;
        }
        let mut texts = fixed.texts.clone();
        texts.extend(
            applied.texts.iter().map(|(id, text)| (left.sources.file(*id).path.clone(), text.clone())),
        );
        let after = self.check_again(&overlay(files, &texts), workspace);
        if errors(&after) > errors(left) {
            return;
        }
        let applied: HashSet<*const Fix> = applied.fixes.into_iter().map(std::ptr::from_ref).collect();
        for (path, finding, _) in found.iter().filter(|(.., fix)| applied.contains(&std::ptr::from_ref(*fix)))
        {
            let made = fixed.made.entry((*path).to_owned()).or_default();
            *made.entry(finding.rule.clone().into_owned()).or_default() += 1;
        }
        (fixed.texts, fixed.left) = (texts, after);
    }

    /// What is found in these files, with the policy that they have now.
    fn check_again(&self, files: &dyn FileSystem, workspace: &Workspace) -> Checked {
        let linter = Linter::for_fixes(self.rules, &self.settings, files, workspace);
        let mut parts = ResultStore::default();
        linter.complete(files, workspace, &mut parts);
        linter.conclude(files, workspace, parts)
    }
}

fn errors(checked: &Checked) -> usize {
    checked.diagnostics.iter().filter(|finding| finding.level == Level::Error).count()
}
