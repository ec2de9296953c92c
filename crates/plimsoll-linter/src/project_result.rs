//! What checking each project found: kept apart, so that a project is checked again only when a file of it changed.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use plimsoll_diagnostics::{Diagnostic, SourceFile, Span};

use crate::costs::Costs;
use crate::fixer::ErrorFinding;
use crate::folders::from_here;
use crate::instruction_cache::InstructionCache;
use crate::{FileKind, Hidden, Unread, Verdict};

/// What checking one project found, with the files that it points into.
#[derive(Default)]
pub(crate) struct ProjectResult {
    pub(crate) sources: Vec<SourceFile>,
    pub(crate) diagnostics: Vec<Diagnostic>,
    /// The files that were linted.
    pub(crate) files: Vec<String>,
    /// Every path that it asked for, whether there is a file or not: what it depends on. Known only where it may be checked
    /// again.
    pub(crate) asked: BTreeSet<String>,
    /// Whether it depends on the services of the repository.
    pub(crate) has_asked_for_services: bool,
    pub(crate) stricter: usize,
    /// How many command lines were read in its scripts.
    pub(crate) lines: usize,
    /// What can be said of the subjects of a policy.
    pub(crate) verdicts: Vec<Verdict>,
    /// Its files that were not read in whole.
    pub(crate) unread: Vec<Unread>,
    /// Its files of variables, secrets and configs, in which nothing looks for secrets.
    pub(crate) unsearched: Vec<String>,
    /// The names in the policy that it has, where the policy's files say them.
    pub(crate) met: Vec<Span>,
    /// What comments hide in it and is worth a word.
    pub(crate) hidden: Vec<Hidden>,
    /// The file that it starts from.
    pub(crate) path: String,
    /// The other files of its kind that it takes in: they override that one, or are included.
    pub(crate) merged: Vec<String>,
    /// Whether it lies outside what the run was asked about: only what it says about files of the run is in it.
    pub(crate) is_around: bool,
    /// What is known of its instructions, when it may be checked again.
    pub(crate) memo: Option<Box<InstructionCache>>,
    /// Whether its findings in Rego are those of an earlier text.
    pub(crate) owes_rego: bool,
    /// What checking it cost, if that is counted.
    pub(crate) costs: Option<Costs>,
    /// Its errors, whatever the configuration says of them; kept for fixing only.
    pub(crate) errors: BTreeSet<ErrorFinding>,
}

/// A project: what its first file is, and that file.
pub(crate) type Key = (FileKind, String);

/// The parts of a run.
#[derive(Default)]
pub(crate) struct ResultStore {
    checked: BTreeMap<Key, ProjectResult>,
    /// Projects whose file another one takes in: it is linted there, with all that belongs to it.
    taken: BTreeSet<Key>,
    /// What was checked since the news were taken, or counts now and did not before, or the other way round.
    news: BTreeSet<Key>,
    /// What is known of the instructions of projects that changed.
    memos: Option<HashMap<Key, Box<InstructionCache>>>,
}

impl ProjectResult {
    /// The paths of the files that its findings are about.
    pub(crate) fn paths_with_findings(&self) -> impl Iterator<Item = &String> {
        let files = self.diagnostics.iter().map(|finding| finding.primary.span.file.index());
        let files: BTreeSet<usize> = files.collect();
        files.into_iter().filter_map(|file| self.sources.get(file)).map(|file| &file.path)
    }

    /// The files that fixing it may change: those that were linted, and others that a fix of it is for.
    pub(crate) fn changeable(&self) -> impl Iterator<Item = &String> {
        let edits = self.diagnostics.iter().flat_map(|finding| &finding.fixes).flat_map(|fix| &fix.edits);
        let files: BTreeSet<usize> = edits.map(|edit| edit.span.file.index()).collect();
        let of_fixes = files.into_iter().filter_map(|file| self.sources.get(file)).map(|file| &file.path);
        self.files.iter().chain(of_fixes)
    }

    /// What it says about these files, which a run was asked about, and with which places of it; `None` when it takes in
    /// none of them. Paths are named from `here`, where the run was started.
    pub(crate) fn within(mut self, paths: &BTreeSet<&String>, here: &str) -> Option<ProjectResult> {
        for file in &mut self.sources {
            file.path = from_here(&file.path, here).to_owned();
        }
        for path in self.files.iter_mut().chain(&mut self.merged) {
            *path = from_here(path, here).to_owned();
        }
        self.files.retain(|path| paths.contains(path));
        // Ignore files and files of variables are of no kind, and what they mean is said by what reads them.
        let read = self.sources.iter().map(|file| &file.path);
        self.files.extend(read.filter(|path| FileKind::of(path).is_none() && paths.contains(path)).cloned());
        let is_meant: Vec<bool> = self.sources.iter().map(|file| paths.contains(&file.path)).collect();
        let meant =
            |finding: &Diagnostic| finding.spans().any(|span| is_meant.get(span.file.index()) == Some(&true));
        self.diagnostics.retain(meant);
        self.hidden.retain(|hidden| paths.contains(&hidden.file));
        self.unread.iter_mut().for_each(|one| one.path = from_here(&one.path, here).to_owned());
        self.unread.retain(|one| paths.contains(&one.path));
        (!self.files.is_empty()).then_some(ProjectResult { is_around: true, stricter: 0, ..self })
    }

    /// A copy with what it found about these files, and nothing else.
    pub(crate) fn about(&self, paths: &BTreeSet<String>) -> ProjectResult {
        let is_meant: Vec<bool> = self.sources.iter().map(|file| paths.contains(&file.path)).collect();
        let meant = |finding: &&Diagnostic| is_meant.get(finding.primary.span.file.index()) == Some(&true);
        self.with(self.diagnostics.iter().filter(meant).cloned().collect())
    }

    /// A copy with all that it found.
    fn copy(&self) -> ProjectResult {
        self.with(self.diagnostics.clone())
    }

    fn with(&self, diagnostics: Vec<Diagnostic>) -> ProjectResult {
        let pointed = pointed(&diagnostics, &[]);
        let copy = |(index, file): (usize, &SourceFile)| {
            let text = if pointed.contains(&index) { &*file.text } else { "" };
            let copy = file.with_text(text);
            if file.hides_values() {
                copy.hide_values();
            }
            copy
        };
        let sources = self.sources.iter().enumerate().map(copy).collect();
        ProjectResult { sources, diagnostics, ..ProjectResult::default() }
    }

    /// Forgets the texts that nothing points into: most files have no findings.
    pub(crate) fn forget_texts(&mut self) {
        let pointed = pointed(&self.diagnostics, &self.verdicts);
        for (index, file) in self.sources.iter_mut().enumerate() {
            if !pointed.contains(&index) {
                *file = file.with_text("");
            }
        }
    }
}

/// The files that findings and verdicts point into.
pub(crate) fn pointed(diagnostics: &[Diagnostic], verdicts: &[Verdict]) -> BTreeSet<usize> {
    let verdicts = verdicts.iter().flat_map(|verdict| [verdict.place, verdict.named_at]);
    diagnostics.iter().flat_map(Diagnostic::spans).chain(verdicts).map(|span| span.file.index()).collect()
}

impl ResultStore {
    /// Those of a run that goes on: what changes is not checked from scratch.
    pub(crate) fn lasting() -> ResultStore {
        ResultStore { memos: Some(HashMap::new()), ..ResultStore::default() }
    }

    /// What is known of the instructions of a project; `None` when nothing is to be remembered of them.
    pub(crate) fn memo(&mut self, kind: FileKind, path: &str) -> Option<Box<InstructionCache>> {
        self.memos.as_mut().map(|memos| memos.remove(&(kind, path.to_owned())).unwrap_or_default())
    }

    /// Forgets what was found in projects of which a file changed; what is known of their instructions stays.
    pub(crate) fn change(&mut self, path: &str) -> Vec<ProjectResult> {
        self.take_back(|part| part.asked.contains(path))
    }

    /// The same for those that depend on the services of the repository.
    pub(crate) fn change_services(&mut self) -> Vec<ProjectResult> {
        self.take_back(|part| part.has_asked_for_services)
    }

    /// The same for those whose findings in Rego are those of an earlier text.
    pub(crate) fn take_owing(&mut self) -> Vec<ProjectResult> {
        self.take_back(|part| part.owes_rego)
    }

    fn take_back(&mut self, is_meant: impl Fn(&ProjectResult) -> bool) -> Vec<ProjectResult> {
        let changed = self.checked.extract_if(.., |_, part| is_meant(part));
        let changed = changed.map(|(key, mut part)| {
            if let (Some(memos), Some(memo)) = (&mut self.memos, part.memo.take()) {
                memos.insert(key, memo);
            }
            part
        });
        changed.collect()
    }

    /// Forgets what was found in projects of which a file changed, and says whether there were any.
    pub(crate) fn change_all(&mut self, has_changed: impl Fn(&String) -> bool) -> bool {
        let count = self.checked.len();
        self.checked.retain(|_, part| !part.asked.iter().any(&has_changed));
        self.checked.len() < count
    }

    /// Whether a project was checked and has not changed since.
    pub(crate) fn has(&self, kind: FileKind, path: &str) -> bool {
        self.checked.contains_key(&(kind, path.to_owned()))
    }

    pub(crate) fn add(&mut self, kind: FileKind, part: ProjectResult) {
        self.put((kind, part.path.clone()), part);
    }

    /// Takes in what was found in a project.
    pub(crate) fn put(&mut self, key: Key, part: ProjectResult) {
        self.news.insert(key.clone());
        self.checked.insert(key, part);
    }

    /// What was checked since this was asked, or counts now and did not before, or the other way round.
    pub(crate) fn take_news(&mut self) -> impl Iterator<Item = &ProjectResult> {
        std::mem::take(&mut self.news).into_iter().filter_map(|key| self.checked.get(&key))
    }

    /// Forgets what was found in projects that `stale` says are another now.
    pub(crate) fn forget(&mut self, stale: impl Fn(&Key, &ProjectResult) -> bool) -> Vec<ProjectResult> {
        // None of them can be checked again with what was known.
        self.memos.iter_mut().for_each(HashMap::clear);
        self.checked.extract_if(.., |key, part| stale(key, part)).map(|(_, part)| part).collect()
    }

    /// Leaves out the projects of this kind whose file another one takes in. Of files that take in each other, the last
    /// stays.
    pub(crate) fn leave_out_taken(&mut self, kind: FileKind) {
        let own: Vec<(&Key, &ProjectResult)> = self.checked.iter().filter(|(key, _)| key.0 == kind).collect();
        let mut takers: HashMap<&String, Vec<usize>> = HashMap::new();
        for (at, (_, part)) in own.iter().enumerate() {
            for path in part.merged.iter().filter(|path| **path != part.path) {
                takers.entry(path).or_default().push(at);
            }
        }
        let mut is_taken = vec![false; own.len()];
        for (at, (_, part)) in own.iter().enumerate() {
            let of_part = takers.get(&part.path).into_iter().flatten();
            let taken = of_part.into_iter().any(|taker| is_taken.get(*taker) == Some(&false));
            if let Some(slot) = is_taken.get_mut(at) {
                *slot = taken;
            }
        }
        let taken = own.iter().zip(is_taken).filter(|(_, taken)| *taken).map(|((key, _), _)| *key);
        let others = self.taken.iter().filter(|key| key.0 != kind);
        let taken: BTreeSet<Key> = taken.chain(others).cloned().collect();
        self.news.extend(taken.symmetric_difference(&self.taken).cloned());
        self.taken = taken;
    }

    /// The projects that count.
    pub(crate) fn live(&self) -> impl Iterator<Item = (&Key, &ProjectResult)> {
        self.checked.iter().filter(|(key, _)| !self.taken.contains(*key))
    }

    /// The files of the projects that count and are of an earlier kind.
    pub(crate) fn files_before(&self, kind: FileKind) -> BTreeSet<String> {
        let earlier = self.live().filter(|(key, _)| key.0 < kind);
        earlier.flat_map(|(_, part)| &part.files).cloned().collect()
    }

    /// The errors of the projects that count.
    pub(crate) fn errors(&self) -> BTreeSet<ErrorFinding> {
        self.live().flat_map(|(_, part)| &part.errors).cloned().collect()
    }

    /// Copies of what was found in the projects that count.
    pub(crate) fn copies(&self) -> Vec<ProjectResult> {
        self.live().map(|(_, part)| part.copy()).collect()
    }

    /// All of them, those that do not count too.
    pub(crate) fn into_all(self) -> impl Iterator<Item = (Key, ProjectResult)> {
        self.checked.into_iter()
    }

    /// Takes in all of others.
    pub(crate) fn extend(&mut self, others: ResultStore) {
        others.into_all().for_each(|(key, part)| self.put(key, part));
    }

    /// The same, given away.
    pub(crate) fn into_live(self) -> Vec<ProjectResult> {
        let ResultStore { checked, taken, .. } = self;
        checked.into_iter().filter(|(key, _)| !taken.contains(key)).map(|(_, part)| part).collect()
    }
}
