//! What is new since a revision: both sides are linted, and what the old one had is taken away.
//!
//! Nothing is checked out. Configuration is today's on both sides, so that turning a rule on does not blame every
//! change for what was always there.

mod git;
mod old_files;

use std::collections::HashMap;

use plimsoll_diagnostics::Diagnostic;
use plimsoll_linter::{Checked, FileSystem, Linter, Settings, Workspace};
use plimsoll_report::fingerprints;
use plimsoll_rules::RULES;

use crate::failure::Failure;
use git::Repository;
use old_files::OldFiles;

/// The files as a revision has them.
pub(crate) struct Since {
    old: OldFiles,
}

impl Since {
    /// Finds the commit that `revision` and what is checked out have in common.
    pub(crate) fn new(revision: &str) -> Result<Since, Failure> {
        let old = Repository::here()
            .and_then(|repository| OldFiles::of(&repository, revision))
            .map_err(|why| Failure::Usage(format!("`--since {revision}`: {why}")))?;
        Ok(Since { old })
    }

    /// Whether each of the findings is new. `now` are the files that they were found in, and `paths` what was linted.
    pub(crate) fn are_new(
        &self,
        checked: &Checked,
        now: &dyn FileSystem,
        paths: &[String],
        settings: &Settings,
    ) -> Vec<bool> {
        let old = self.old.seen_from(now, settings.config.as_deref());
        // A file may have come from outside of the folders that are linted.
        let renamed = checked.files.iter().filter(|path| self.old.old_name(path) != **path);
        let existed = |path: &String| old.is_folder(path) || old.read(path, 0).is_ok();
        let paths = paths.iter().chain(renamed).map(|path| self.old.old_name(path));
        let paths: Vec<String> = paths.filter(existed).collect();
        let workspace = Workspace::find(&old, &paths);
        let before = Linter::new(RULES, settings, &old, &workspace).check(&old, &workspace);
        subtract(checked, &before, |path| self.old.old_name(path))
    }
}

/// A finding and the lines around it, to tell apart those that are alike.
#[derive(PartialEq, Eq)]
struct Context<'s> {
    message: &'s str,
    above: Option<&'s str>,
    below: Option<&'s str>,
}

impl<'s> Context<'s> {
    fn of(checked: &'s Checked, finding: &'s Diagnostic) -> Context<'s> {
        let span = finding.primary.span;
        let file = checked.sources.file(span.file);
        let line =
            |line: Option<usize>| file.text.get(file.lines().line_range(line?, &file.text)?).map(str::trim);
        let at = file.lines().line(span.start);
        Context { message: &finding.message, above: line(at.checked_sub(1)), below: line(Some(at + 1)) }
    }

    /// How much speaks for the two being the same finding.
    fn likeness(&self, other: &Context<'_>) -> usize {
        4 * usize::from(self.message == other.message)
            + usize::from(self.above == other.above)
            + usize::from(self.below == other.below)
    }
}

/// Whether each finding of `after` is new. Of those that are alike, as many as there were are old: those that stand
/// where they stood.
fn subtract(after: &Checked, before: &Checked, old_name: impl Fn(&str) -> String) -> Vec<bool> {
    let mut alike: HashMap<u64, Vec<usize>> = HashMap::new();
    let prints = fingerprints(&after.sources, &after.diagnostics, old_name);
    for (index, print) in prints.iter().enumerate() {
        alike.entry(print.alike).or_default().push(index);
    }
    let mut are_new = vec![true; after.diagnostics.len()];
    let prints = fingerprints(&before.sources, &before.diagnostics, str::to_owned);
    for (finding, print) in before.diagnostics.iter().zip(prints) {
        let Some(candidates) = alike.get_mut(&print.alike) else { continue };
        let was = Context::of(before, finding);
        let likeness = |index: usize| {
            after.diagnostics.get(index).map_or(0, |finding| Context::of(after, finding).likeness(&was))
        };
        // The first of equals: `max_by_key` would take the last.
        let nearest =
            (0..candidates.len()).rev().max_by_key(|&at| candidates.get(at).map(|&index| likeness(index)));
        if let Some(is_new) = nearest.and_then(|at| are_new.get_mut(candidates.remove(at))) {
            *is_new = false;
        }
    }
    are_new
}
