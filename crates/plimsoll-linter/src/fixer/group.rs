//! Projects that are fixed together, because they share files: rounds of choosing, proving, applying and checking again.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use plimsoll_diagnostics::{Applicability, Applied, Diagnostic, Edit, Fix, apply};

use super::harm::{ErrorFinding, brought};
use super::places::Places;
use super::{Withheld, overlay};
use crate::limits::{FIX_ROUNDS, PROOFS};
use crate::project_result::ResultStore;
use crate::proof::{Changes, unproved};
use crate::{Checked, FileSystem, Linter, Overlay, Workspace};

/// Projects, and what was done to them.
pub(super) struct Group<'g> {
    linter: &'g Linter,
    below: &'g Overlay<'g>,
    /// Its files: those that may be changed here.
    own: BTreeSet<String>,
    workspace: Workspace,
    pub(super) parts: ResultStore,
    /// Findings that are to stay.
    pub(super) unwanted: Places,
    aside: Aside,
    /// How many more proofs may be tried.
    proofs: usize,
    pub(super) texts: BTreeMap<String, String>,
    pub(super) made: BTreeMap<String, BTreeMap<String, usize>>,
    pub(super) withheld: BTreeMap<String, Withheld>,
    /// Whether there are fixes for files that another group changes.
    pub(super) reaches_out: bool,
}

/// Fixes that are not made.
#[derive(Default)]
struct Aside {
    /// They may change what a file means.
    unproved: Places,
    /// They brought an error together with others: each is tried alone, when nothing else is left.
    suspect: Places,
    /// They bring an error by themselves.
    harmful: Places,
}

/// What came of a round.
enum Outcome {
    /// Fixes were made.
    Made,
    /// None was, and of some it is known now that they cannot be made.
    Judged,
    /// They do harm, and which of them is not known.
    Unclear,
    /// No fix can be made any more.
    Stuck,
}

/// A finding, and what is to be done about it.
type Choice<'c> = (&'c Diagnostic, &'c Fix);

impl<'g> Group<'g> {
    pub(super) fn new(
        linter: &'g Linter,
        below: &'g Overlay<'g>,
        workspace: &Workspace,
        own: BTreeSet<String>,
        parts: ResultStore,
        unwanted: Places,
    ) -> Group<'g> {
        let workspace = workspace.only(&own);
        Group {
            linter,
            below,
            own,
            workspace,
            parts,
            unwanted,
            aside: Aside::default(),
            proofs: PROOFS,
            texts: BTreeMap::new(),
            made: BTreeMap::new(),
            withheld: BTreeMap::new(),
            reaches_out: false,
        }
    }

    /// Fixes until nothing changes.
    pub(super) fn fix(&mut self, sure: Applicability, only: Option<&str>) {
        // After a round that does harm, half as many fixes are tried, down to the one that does it.
        let mut most = usize::MAX;
        let mut has_changed = false;
        for _ in 0..FIX_ROUNDS {
            let checked = self.linter.join_all(self.parts.copies());
            let wanted = self.wanted(&checked, sure, only);
            let is_aside = |choice: &Choice<'_>| self.aside.has(&checked, *choice);
            let mut chosen: Vec<Choice<'_>> = wanted.iter().copied().filter(|it| !is_aside(it)).collect();
            if chosen.is_empty() && has_changed {
                // In the new text they may be right.
                has_changed = false;
                self.aside.reconsider();
                continue;
            }
            if chosen.is_empty() {
                let is_untried = |choice: &&Choice<'_>| !self.aside.is_judged(&checked, **choice);
                chosen.extend(wanted.iter().find(is_untried));
            }
            if chosen.is_empty() {
                break;
            }
            chosen.truncate(most);
            match self.round(&checked, chosen) {
                Outcome::Stuck => break,
                Outcome::Unclear => most = (most.min(wanted.len()) / 2).max(1),
                outcome => {
                    has_changed |= matches!(outcome, Outcome::Made);
                    most = most.saturating_mul(2);
                }
            }
        }
        self.note_withheld(sure, only);
    }

    /// Makes fixes, unless they do harm.
    fn round(&mut self, checked: &Checked, chosen: Vec<Choice<'_>>) -> Outcome {
        let (chosen, unproved) = prove(checked, chosen, &mut self.proofs);
        self.aside.unproved.put_all(checked, &unproved);
        let applied = apply(&checked.sources, chosen.iter().map(|(_, fix)| *fix));
        if applied.texts.is_empty() {
            return if unproved.is_empty() { Outcome::Stuck } else { Outcome::Judged };
        }
        let changes = changes(checked, &applied);
        let before = self.parts.errors();
        let texts = self.texts.clone();
        let path = |id| checked.sources.file(id).path.clone();
        self.texts.extend(applied.texts.iter().map(|(id, text)| (path(*id), text.clone())));
        self.check_again(&changes);
        let after = self.parts.errors();
        let brought = brought(&before, &after, &changes);
        if brought.is_empty() {
            self.count(checked, &chosen, &applied);
            for (path, changes) in &changes {
                self.unwanted.shift(path, changes);
                self.aside.shift(path, changes);
            }
            return Outcome::Made;
        }
        let guilty = culprits(checked, &applied, &changes, &brought);
        self.texts = texts;
        self.check_again(&changes);
        let is_guilty = |(_, fix): &Choice<'_>| guilty.contains(&std::ptr::from_ref(*fix));
        let guilty: Vec<Choice<'_>> = chosen.into_iter().filter(is_guilty).collect();
        let is_alone = applied.fixes.len() == 1;
        let into = if is_alone { &mut self.aside.harmful } else { &mut self.aside.suspect };
        into.put_all(checked, &guilty);
        if guilty.is_empty() { Outcome::Unclear } else { Outcome::Judged }
    }

    /// One fix for each finding: the first that is sure enough and does no harm, the others are alternatives to it.
    fn wanted<'c>(
        &mut self,
        checked: &'c Checked,
        sure: Applicability,
        only: Option<&str>,
    ) -> Vec<Choice<'c>> {
        let path = |edit: &Edit| &checked.sources.file(edit.span.file).path;
        let is_own = |fix: &Fix| fix.edits.iter().all(|edit| self.own.contains(path(edit)));
        let is_inside = |fix: &Fix| only.is_none_or(|only| fix.edits.iter().all(|edit| path(edit) == only));
        let wanted = |finding: &'c Diagnostic| {
            let fixes = finding.fixes.iter();
            let mut sure = fixes.filter(|fix| fix.applicability >= sure && is_inside(fix)).peekable();
            let first = sure.peek().copied();
            let fix = sure.find(|fix| !self.aside.is_judged(checked, (finding, fix))).or(first)?;
            Some((finding, fix))
        };
        let findings = checked.diagnostics.iter();
        let findings = findings.filter(|finding| !self.unwanted.has((&checked.sources, finding)));
        let (wanted, foreign): (Vec<_>, Vec<_>) =
            findings.filter_map(wanted).partition(|(_, fix)| is_own(fix));
        self.reaches_out = !foreign.is_empty();
        wanted
    }

    /// Counts what is still wanted, by the reason why it was not done.
    fn note_withheld(&mut self, sure: Applicability, only: Option<&str>) {
        let checked = self.linter.join_all(self.parts.copies());
        for (finding, fix) in self.wanted(&checked, sure, only) {
            let withheld = self.withheld.entry(path_of(&checked, fix)).or_default();
            let found = (&checked.sources, finding);
            if self.aside.harmful.has_what(found, &fix.title) {
                withheld.harmful += 1;
            } else if self.aside.unproved.has_what(found, &fix.title) {
                withheld.unproved += 1;
            } else {
                withheld.late += 1;
            }
        }
    }

    /// Reads what is edited, and forgets what was found there.
    fn check_again(&mut self, changes: &BTreeMap<String, Changes>) {
        self.parts.change_all(|path| changes.contains_key(path));
        let files = overlay(self.below, &self.texts);
        self.linter.complete(&files as &dyn FileSystem, &self.workspace, &mut self.parts);
    }

    fn count(&mut self, checked: &Checked, chosen: &[Choice<'_>], applied: &Applied<'_>) {
        // Findings that ask for the very same change are settled by it together.
        let made: HashSet<&[Edit]> = applied.fixes.iter().map(|fix| &*fix.edits).collect();
        for (finding, fix) in chosen.iter().filter(|(_, fix)| made.contains(&*fix.edits)) {
            let rules = self.made.entry(path_of(checked, fix)).or_default();
            *rules.entry(finding.rule.clone().into_owned()).or_default() += 1;
        }
    }
}

impl Aside {
    fn has(&self, checked: &Checked, choice: Choice<'_>) -> bool {
        let (finding, fix) = choice;
        self.suspect.has_what((&checked.sources, finding), &fix.title) || self.is_judged(checked, choice)
    }

    /// Whether it is certain that a fix cannot be made.
    fn is_judged(&self, checked: &Checked, (finding, fix): Choice<'_>) -> bool {
        let found = (&checked.sources, finding);
        [&self.unproved, &self.harmful].iter().any(|places| places.has_what(found, &fix.title))
    }

    /// What was judged by a text that is another one now is judged again.
    fn reconsider(&mut self) {
        self.unproved = Places::default();
        self.suspect.extend(std::mem::take(&mut self.harmful));
    }

    fn shift(&mut self, path: &str, changes: &Changes) {
        let all = [&mut self.unproved, &mut self.suspect, &mut self.harmful];
        for places in all {
            places.shift(path, changes);
        }
    }
}

impl Places {
    fn put_all(&mut self, checked: &Checked, choices: &[Choice<'_>]) {
        for (finding, fix) in choices {
            self.put((&checked.sources, finding), &fix.title);
        }
    }
}

/// Those that can be made now, and those that say they are safe but of which that cannot be proved. Others wait, because
/// too many were tried.
fn prove<'c>(
    checked: &Checked,
    chosen: Vec<Choice<'c>>,
    left: &mut usize,
) -> (Vec<Choice<'c>>, Vec<Choice<'c>>) {
    let is_safe = |fix: &&Fix| fix.applicability == Applicability::Safe;
    let safe: Vec<&Fix> = chosen.iter().map(|(_, fix)| *fix).filter(is_safe).collect();
    let unproved = unproved(&checked.sources, &safe, left);
    let set = |fixes: Vec<&Fix>| fixes.into_iter().map(std::ptr::from_ref).collect::<HashSet<*const Fix>>();
    let (doubtful, untried) = (set(unproved.doubtful), set(unproved.untried));
    let is_in = |set: &HashSet<*const Fix>, fix: &Fix| set.contains(&std::ptr::from_ref(fix));
    let (unproved, mut rest): (Vec<_>, Vec<_>) =
        chosen.into_iter().partition(|(_, fix)| is_in(&doubtful, fix));
    rest.retain(|(_, fix)| !is_in(&untried, fix));
    (rest, unproved)
}

/// What was done to each file.
fn changes(checked: &Checked, applied: &Applied<'_>) -> BTreeMap<String, Changes> {
    let mut edits: BTreeMap<String, Vec<&Edit>> = BTreeMap::new();
    for edit in applied.fixes.iter().flat_map(|fix| &fix.edits) {
        edits.entry(checked.sources.file(edit.span.file).path.clone()).or_default().push(edit);
    }
    edits.into_iter().map(|(path, edits)| (path, Changes::new(&edits))).collect()
}

/// The fixes with an edit where something is wrong now.
fn culprits(
    checked: &Checked,
    applied: &Applied<'_>,
    changes: &BTreeMap<String, Changes>,
    brought: &[&ErrorFinding],
) -> HashSet<*const Fix> {
    if let [only] = applied.fixes[..] {
        return HashSet::from([std::ptr::from_ref(only)]);
    }
    let is_there = |edit: &Edit| {
        let path = &checked.sources.file(edit.span.file).path;
        let come = changes.get(path).and_then(|changes| changes.come_of(edit.span));
        come.is_some_and(|come| brought.iter().any(|it| it.is_about(path, come.start, come.end)))
    };
    let guilty = applied.fixes.iter().filter(|fix| fix.edits.iter().any(is_there));
    guilty.map(|fix| std::ptr::from_ref(*fix)).collect()
}

fn path_of(checked: &Checked, fix: &Fix) -> String {
    let path = fix.edits.first().map(|edit| checked.sources.file(edit.span.file).path.clone());
    path.unwrap_or_default()
}
