//! Fixing: choose, apply, check again, until nothing changes. Only projects that share a file are fixed together, so
//! the cost is proportional to the number of projects.

mod group;
mod harm;
mod places;
mod policies;

use std::collections::{BTreeMap, BTreeSet, HashMap};

use plimsoll_diagnostics::Applicability;
use rayon::prelude::*;

use crate::limits::FIX_PASSES;
use crate::project_result::{Key, ProjectResult, ResultStore};
use crate::{Checked, FileSystem, Linter, Overlay, Registered, Settings, Workspace};
use group::Group;
pub(crate) use harm::{ErrorFinding, errors};
use places::Places;

/// A linter that changes files. It also checks every error that a rule can detect, selected or not, so that no fix
/// causes a new error.
pub struct Fixer {
    linter: Linter,
    rules: &'static [Registered],
    settings: Settings,
}

/// The requested fixes.
#[derive(Clone, Copy)]
pub struct FixRequest<'w> {
    /// The minimum certainty of a fix.
    pub sure: Applicability,
    /// The findings to fix; `None` means all.
    pub select: Option<&'w Selection<'w>>,
    /// The only file that fixes can change; `None` means any file.
    pub file: Option<&'w str>,
}

/// A function that decides for each finding whether to fix it.
pub type Selection<'w> = dyn Fn(&Checked) -> Vec<bool> + 'w;

/// The result of fixing.
#[derive(Default)]
pub struct Fixed {
    /// The new text of each file that changed, by path.
    pub texts: BTreeMap<String, String>,
    /// The number of fixed findings for each rule, by path.
    pub made: BTreeMap<String, BTreeMap<String, usize>>,
    /// The requested fixes that were not applied, by path.
    pub withheld: BTreeMap<String, Withheld>,
    /// The remaining findings in all files.
    pub left: Checked,
}

/// The number of requested fixes in a file that were not applied, by reason.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Withheld {
    /// It was not possible to prove that the file keeps its meaning.
    pub unproved: usize,
    /// The fix would have caused another error.
    pub harmful: usize,
    /// A limit was reached.
    pub late: usize,
}

impl FixRequest<'_> {
    /// All fixes with at least the certainty `sure`.
    pub fn all(sure: Applicability) -> FixRequest<'static> {
        FixRequest { sure, select: None, file: None }
    }
}

impl Fixed {
    /// The number of fixed findings.
    pub fn count(&self) -> usize {
        self.made.values().flat_map(BTreeMap::values).sum()
    }
}

impl Fixer {
    /// Creates a fixer for these files. It reads the configuration, but no other file yet.
    pub fn new(
        rules: &'static [Registered],
        settings: &Settings,
        files: &dyn FileSystem,
        workspace: &Workspace,
    ) -> Fixer {
        let linter = Linter::for_fixes(rules, settings, files, workspace);
        Fixer { linter, rules, settings: settings.clone() }
    }

    /// The linter that finds fixable problems.
    pub fn linter(&self) -> &Linter {
        &self.linter
    }

    /// Applies the requested fixes in rounds, because a fix can make another one possible. It does not write files: the
    /// result contains their new text.
    pub fn fix(&self, files: &dyn FileSystem, workspace: &Workspace, wish: FixRequest<'_>) -> Fixed {
        let mut parts = ResultStore::default();
        self.linter.complete(files, workspace, &mut parts);
        let mut unwanted = wish.select.map(|select| self.unwanted(&parts, select)).unwrap_or_default();
        let mut fixed = Fixed::default();
        for _ in 0..FIX_PASSES {
            let below = overlay(files, &fixed.texts);
            let groups = independent(std::mem::take(&mut parts));
            let fix = |(own, parts): (BTreeSet<String>, ResultStore)| {
                let unwanted = unwanted.inside(&own);
                let mut group = Group::new(&self.linter, &below, workspace, own, parts, unwanted);
                group.fix(wish.sure, wish.file);
                group
            };
            let groups: Vec<Group<'_>> = groups.into_par_iter().map(fix).collect();
            let mut is_done = true;
            let mut texts = fixed.texts.clone();
            unwanted = Places::default();
            // What was withheld for a reason may have none in the next pass.
            fixed.withheld.clear();
            let changed: BTreeSet<String> =
                groups.iter().flat_map(|group| group.texts.keys()).cloned().collect();
            for mut group in groups {
                is_done &= !group.reaches_out || group.texts.is_empty();
                // A script reads the Dockerfile that it builds, which is fixed apart from it.
                let is_foreign = |path: &String| changed.contains(path) && !group.texts.contains_key(path);
                is_done &= !group.parts.change_all(is_foreign);
                fixed.take(&group);
                texts.extend(group.texts);
                unwanted.extend(group.unwanted);
                parts.extend(group.parts);
            }
            drop(below);
            fixed.texts = texts;
            self.linter.complete(&overlay(files, &fixed.texts), workspace, &mut parts);
            if is_done {
                break;
            }
        }
        fixed.left = self.linter.conclude(files, workspace, parts);
        self.fix_policies(files, workspace, wish, &mut fixed);
        fixed
    }

    /// The findings that are not to be fixed: those that `select` does not want, and those that are not shown.
    fn unwanted(&self, parts: &ResultStore, select: &Selection<'_>) -> Places {
        let shown = self.linter.join(parts.copies());
        let is_wanted = select(&shown);
        let wanted = shown.diagnostics.iter().zip(is_wanted).filter(|(_, is_wanted)| *is_wanted);
        let wanted: Places = wanted.map(|(finding, _)| (&shown.sources, finding)).collect();
        let all = self.linter.join_all(parts.copies());
        all.diagnostics.iter().map(|finding| (&all.sources, finding)).filter(|it| !wanted.has(*it)).collect()
    }
}

impl Fixed {
    fn take(&mut self, group: &Group<'_>) {
        for (path, rules) in &group.made {
            let made = self.made.entry(path.clone()).or_default();
            for (rule, count) in rules {
                *made.entry(rule.clone()).or_default() += count;
            }
        }
        self.withheld.extend(group.withheld.iter().map(|(path, withheld)| (path.clone(), *withheld)));
    }
}

/// The files with other texts in front.
fn overlay<'f>(below: &'f dyn FileSystem, texts: &BTreeMap<String, String>) -> Overlay<'f> {
    let bytes = |(path, text): (&String, &String)| (path.clone(), text.clone().into_bytes());
    Overlay { below, texts: texts.iter().map(bytes).collect() }
}

/// The parts, apart where they share no file that can be changed, each with these files.
fn independent(parts: ResultStore) -> Vec<(BTreeSet<String>, ResultStore)> {
    let parts: Vec<(Key, ProjectResult)> = parts.into_all().collect();
    // Each part points to another of its group; the first of a group to itself.
    let mut leads: Vec<usize> = (0..parts.len()).collect();
    let mut first_with: HashMap<String, usize> = HashMap::new();
    for (at, (_, part)) in parts.iter().enumerate() {
        for path in part.changeable() {
            let other = *first_with.entry(path.clone()).or_insert(at);
            let (one, other) = (lead(&mut leads, at), lead(&mut leads, other));
            if let Some(slot) = leads.get_mut(one.max(other)) {
                *slot = one.min(other);
            }
        }
    }
    let mut groups: BTreeMap<usize, (BTreeSet<String>, ResultStore)> = BTreeMap::new();
    for (at, (key, part)) in parts.into_iter().enumerate() {
        let (own, group) = groups.entry(lead(&mut leads, at)).or_default();
        own.extend(part.changeable().cloned());
        group.put(key, part);
    }
    groups.into_values().collect()
}

/// The first of a group, to which those on the way point afterwards.
fn lead(leads: &mut [usize], of: usize) -> usize {
    let mut at = of;
    while let Some(next) = leads.get(at).copied().filter(|next| *next != at) {
        let after = leads.get(next).copied().unwrap_or(next);
        if let Some(slot) = leads.get_mut(at) {
            *slot = after;
        }
        at = next;
    }
    at
}
