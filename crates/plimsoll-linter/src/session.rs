//! Checking again and again while files change, as an editor does: only projects of which a file changed are read.

use std::collections::{BTreeMap, BTreeSet};

use plimsoll_diagnostics::{Applicability, Sources};
use plimsoll_project::Project;

use crate::including_files::may_run_compose;
use crate::project_result::{ProjectResult, ResultStore};
use crate::workspace::is_something_else;
use crate::{Checked, FileKind, FileSystem, FixRequest, Fixer, Linter, Registered, Settings, Workspace};

/// A run that goes on. What it says is what [`Linter::check`] says about the same files.
pub struct Session {
    rules: &'static [Registered],
    settings: Settings,
    /// The folders and files that were named.
    named: Vec<String>,
    /// Files that count although no search finds them, and what they are.
    open: BTreeMap<String, FileKind>,
    workspace: Workspace,
    linter: Linter,
    /// What is wrong with the configuration, and what the search could not enter.
    own: ProjectResult,
    parts: ResultStore,
    /// Files of which other findings may be known after the next check.
    affected: BTreeSet<String>,
}

/// What another check of a session found.
pub struct SessionUpdate {
    /// The files about which there may be other findings than before.
    pub affected: BTreeSet<String>,
    /// All findings about these.
    pub checked: Checked,
}

impl Session {
    /// A session for what `named` names. Nothing is searched or read yet: [`Session::search`] does that.
    pub fn new(rules: &'static [Registered], settings: Settings, named: Vec<String>) -> Session {
        let workspace = Workspace::default();
        let linter = Linter::new(rules, &Settings::default(), &crate::MemoryFiles::default(), &workspace);
        Session {
            rules,
            settings,
            named,
            open: BTreeMap::new(),
            workspace,
            linter,
            own: ProjectResult::default(),
            parts: ResultStore::lasting(),
            affected: BTreeSet::new(),
        }
    }

    /// Takes other settings, which hold after the next search.
    pub fn set(&mut self, settings: Settings) {
        self.settings = settings;
    }

    /// Looks again which files there are, and forgets what was found.
    pub fn search(&mut self, files: &dyn FileSystem) {
        self.workspace = Workspace::find(files, &self.named);
        for (path, kind) in &self.open {
            self.workspace.take(path.clone(), *kind);
        }
        self.configure(files);
    }

    /// Reads the configuration again, and forgets what was found under the old one.
    fn configure(&mut self, files: &dyn FileSystem) {
        self.linter = Linter::with(self.rules, &self.settings, files, &self.workspace, false);
        for part in self.parts.forget(|_, _| true) {
            self.affect(&part);
        }
    }

    /// Takes in a file that no search may have found.
    pub fn open(&mut self, files: &dyn FileSystem, path: &str, kind: FileKind) {
        self.open.insert(path.to_owned(), kind);
        if self.workspace.of(kind).contains(path) {
            self.change(files, path);
        } else {
            self.search(files);
        }
    }

    /// Lets go of such a file.
    pub fn close(&mut self, files: &dyn FileSystem, path: &str) {
        if self.open.remove(path).is_some() {
            self.search(files);
        }
    }

    /// A file that is open is of this kind now, or of none: its text may tell.
    pub fn set_kind(&mut self, files: &dyn FileSystem, path: &str, kind: Option<FileKind>) {
        if self.open.get(path).copied() == kind {
            return;
        }
        match kind {
            Some(kind) => self.open.insert(path.to_owned(), kind),
            None => self.open.remove(path),
        };
        self.search(files);
    }

    /// Whether the text of a file says that it is of the kind that its name says, and did not before, or the other way
    /// round.
    fn is_other_kind(&self, files: &dyn FileSystem, path: &str) -> bool {
        let kind = FileKind::of(path).filter(|kind| kind.is_doubtful(path) && !self.open.contains_key(path));
        kind.is_some_and(|kind| self.workspace.of(kind).contains(path) == is_something_else(files, path))
    }

    /// A file has another text, or is there or gone: what depends on it is checked anew.
    pub fn change(&mut self, files: &dyn FileSystem, path: &str) {
        if self.is_other_kind(files, path) {
            self.search(files);
        }
        // A module of a policy that is new is among those that a policy names by their folder.
        let is_setting = FileKind::of(path).is_some_and(|kind| !kind.is_linted()) || path.ends_with(".rego");
        if is_setting || self.linter.is_configured_by(path) {
            return self.configure(files);
        }
        self.linter.env_variables.forget(path);
        let services = self.linter.services.get_mut();
        let is_other = services.is_some_and(|services| services.change(files, path));
        let commands = self.linter.compose_commands.get_mut().filter(|_| may_run_compose(path));
        if commands.is_some_and(|commands| commands.change(files, path)) || is_other {
            for part in self.parts.change_services() {
                self.affect(&part);
            }
        }
        for part in self.parts.change(path) {
            self.affect(&part);
        }
    }

    fn affect(&mut self, part: &ProjectResult) {
        self.affected.extend(part.paths_with_findings().cloned());
    }

    /// Checks what changed, and says what is to be said now about every file that this concerns.
    pub fn check(&mut self, files: &dyn FileSystem) -> SessionUpdate {
        for part in self.parts.take_owing() {
            self.affect(&part);
        }
        self.check_rest(files)
    }

    /// The same, without asking rules in Rego: what they said of an earlier text stays, at its place, until
    /// [`Session::check`]. That is due when [`Session::owes`] says so.
    pub fn check_without_rego(&mut self, files: &dyn FileSystem) -> SessionUpdate {
        self.linter.rego_rests = true;
        let news = self.check_rest(files);
        self.linter.rego_rests = false;
        news
    }

    /// Whether rules in Rego are to be asked about what changed.
    pub fn owes(&self) -> bool {
        self.parts.live().any(|(_, part)| part.owes_rego)
    }

    fn check_rest(&mut self, files: &dyn FileSystem) -> SessionUpdate {
        let gone = self.linter.complete(files, &self.workspace, &mut self.parts);
        let mut affected = std::mem::take(&mut self.affected);
        affected.extend(gone.iter().flat_map(ProjectResult::paths_with_findings).cloned());
        affected.extend(self.parts.take_news().flat_map(ProjectResult::paths_with_findings).cloned());
        let linted = self.parts.live().flat_map(|(_, part)| &part.files);
        let own = self.linter.about_the_run(files, &self.workspace, linted);
        affected.extend(self.own.paths_with_findings().chain(own.paths_with_findings()).cloned());
        self.own = own;
        let parts = self.parts.live().map(|(_, part)| part).chain([&self.own]);
        let checked = self.linter.join(parts.map(|part| part.about(&affected)).collect());
        SessionUpdate { affected, checked }
    }

    /// The projects that a file belongs to, what its first file is and that file: Compose files first.
    pub fn projects_with(&self, path: &str) -> Vec<(FileKind, String)> {
        let all = self.parts.live().filter(|(_, part)| part.asked.contains(path));
        all.map(|(key, _)| key.clone()).collect()
    }

    /// Every project.
    pub fn projects(&self) -> Vec<(FileKind, String)> {
        self.parts.live().map(|(key, _)| key.clone()).collect()
    }

    /// Every file that was linted, by path.
    pub fn files(&self) -> BTreeSet<&str> {
        let linted = self.parts.live().flat_map(|(_, part)| &part.files);
        let settings = self.workspace.of(FileKind::Config).iter().chain(self.workspace.of(FileKind::Policy));
        linted.chain(settings).map(String::as_str).collect()
    }

    /// Whether a file was found by the search or is open.
    pub fn knows(&self, path: &str) -> bool {
        self.workspace.contains(path)
    }

    /// Reads a project and hands it to `ask`.
    pub fn read<R>(
        &self,
        files: &dyn FileSystem,
        (kind, path): &(FileKind, String),
        ask: impl FnOnce(&Project<'_>) -> R,
    ) -> Option<R> {
        let sources = Sources::new();
        self.linter.read(files, *kind, path, &sources, ask)
    }

    /// The text of a file after all fixes that are at least as sure as `sure` and change nothing else; `None` when there
    /// is nothing to fix.
    pub fn fixed(&self, files: &dyn FileSystem, path: &str, sure: Applicability) -> Option<String> {
        let mut workspace = Workspace::default();
        for (kind, path) in self.projects_with(path) {
            workspace.take(path, kind);
        }
        for kind in [FileKind::Config, FileKind::Policy] {
            for path in self.workspace.of(kind) {
                workspace.take(path.clone(), kind);
            }
        }
        let fixer = Fixer::new(self.rules, &self.settings, files, &workspace);
        fixer
            .fix(files, &workspace, FixRequest { file: Some(path), ..FixRequest::all(sure) })
            .texts
            .remove(path)
    }
}
