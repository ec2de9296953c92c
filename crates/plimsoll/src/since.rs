//! What is new since a revision: both sides are linted, and what the old one had is taken away.
//!
//! Nothing is checked out. Configuration is today's on both sides, so that turning a rule on does not blame every
//! change for what was always there.

mod git;
mod old_files;
mod trusted;

use std::collections::HashMap;

use plimsoll_diagnostics::Diagnostic;
use plimsoll_linter::{Checked, FileSystem, Linter, Settings, Workspace};
use plimsoll_report::fingerprints;
use plimsoll_rules::RULES;

use crate::failure::Failure;
use crate::stderr::Stderr;
use git::Repository;
use old_files::OldFiles;
pub(crate) use trusted::Trusted;

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
        for path in old.unknown() {
            writeln!(
                Stderr,
                "warning: submodule `{path}`: the recorded commit is not available, so no finding in the submodule counts as new"
            )?;
        }
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

/// How many lines above and below tell apart findings that are alike.
const NEIGHBOURS: usize = 4;

/// A finding and the lines around it, the nearest first, to tell apart those that are alike.
struct Context<'s> {
    message: &'s str,
    above: Vec<&'s str>,
    below: Vec<&'s str>,
}

impl<'s> Context<'s> {
    fn of(checked: &'s Checked, finding: &'s Diagnostic) -> Context<'s> {
        let span = finding.primary.span;
        let file = checked.sources.file(span.file);
        let line =
            |line: Option<usize>| file.text.get(file.lines().line_range(line?, &file.text)?).map(str::trim);
        let at = file.lines().line(span.start);
        Context {
            message: &finding.message,
            above: (1..=NEIGHBOURS).map_while(|away| line(at.checked_sub(away))).collect(),
            below: (1..=NEIGHBOURS).map_while(|away| line(at.checked_add(away))).collect(),
        }
    }

    /// How much speaks for the two being the same finding: what is said above all, then the lines around.
    fn likeness(&self, other: &Context<'_>) -> usize {
        let says_the_same = usize::from(self.message == other.message);
        3 * NEIGHBOURS * says_the_same + shared(&self.above, &other.above) + shared(&self.below, &other.below)
    }
}

/// How many lines are the same from the beginning on.
fn shared(before: &[&str], after: &[&str]) -> usize {
    before.iter().zip(after).take_while(|(before, after)| before == after).count()
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
