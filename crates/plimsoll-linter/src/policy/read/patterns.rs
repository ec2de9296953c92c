//! Patterns for paths in a policy, and the directories that they are relative to.

use std::collections::{BTreeMap, BTreeSet};

use plimsoll_diagnostics::Span;

use super::Reader;
use crate::config::Globs;
use crate::folders::{Folder, folder_of};

impl Reader<'_, '_> {
    /// Patterns for paths. A policy that the user names may lie anywhere: its patterns are relative to the root of the
    /// repository, those of another one to its own directory.
    pub(super) fn globs(&mut self, patterns: &[(String, Span)]) -> Vec<Globs> {
        let own = BTreeSet::from([folder_of(&self.file.path).to_owned()]);
        let folders = if self.file.is_trusted { self.around.roots } else { &own };
        let mut wrong = BTreeMap::new();
        let here = self.around.here;
        let globs = folders.iter().map(|folder| {
            Globs::new(Folder::new(folder, here), patterns, |place, problem| {
                wrong.insert(place, problem);
            })
        });
        let globs = globs.collect();
        for (place, problem) in wrong {
            self.problem(place, format!("not a valid path pattern: {problem}"));
        }
        globs
    }
}
