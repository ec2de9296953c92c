//! A folder that the client has open, or a file outside of any: its buffers, its session, its findings.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use gen_lsp_types::{Location, Uri};
use plimsoll_diagnostics::{FileId, SourceFile, Span};
use plimsoll_linter::{CONFIG_NAME, Disk, FileKind, Registered, Session, Settings};
use plimsoll_project::Project;

use crate::buffers::{Buffer, Buffers};
use crate::encoding::Encoding;
use crate::report::{Report, ToProtocol};
use crate::uri;

/// A folder with what is open and known in it.
pub(crate) struct Folder {
    /// Its path, without a `/` at its end; for what is on no disk, its URI.
    pub(crate) root: String,
    /// Whether the client has it open as a folder; else it is there for the files that are open in it.
    pub(crate) is_whole: bool,
    pub(crate) buffers: Buffers,
    pub(crate) session: Session,
    /// What is to be said, by path.
    pub(crate) reports: BTreeMap<String, Report>,
    /// Whether something changed since the last check.
    pub(crate) is_stale: bool,
}

impl Folder {
    /// A folder of the client, which is searched.
    pub(crate) fn whole(root: String, rules: &'static [Registered], settings: Settings) -> Folder {
        let mut folder = Folder::new(root, true, rules, settings, vec![".".to_owned()]);
        folder.session.search(&folder.buffers);
        folder
    }

    /// The folder around a single file: nothing is searched there.
    pub(crate) fn around(path: &str, rules: &'static [Registered], settings: Settings) -> Folder {
        let (root, _) = path.rsplit_once('/').unwrap_or(("", path));
        let mut folder = Folder::new(root.to_owned(), false, rules, settings, Vec::new());
        folder.session.search(&folder.buffers);
        folder
    }

    /// A buffer that is on no disk.
    pub(crate) fn nowhere(uri: &str, rules: &'static [Registered], settings: Settings) -> Folder {
        let mut folder = Folder::new(uri.to_owned(), false, rules, settings, Vec::new());
        folder.buffers.disk = None;
        folder.session.search(&folder.buffers);
        folder
    }

    fn new(
        root: String,
        is_whole: bool,
        rules: &'static [Registered],
        settings: Settings,
        named: Vec<String>,
    ) -> Folder {
        let on_disk = if root.is_empty() { "/".to_owned() } else { format!("{root}/") };
        let disk = Some(Disk::below(Path::new(&on_disk)));
        let settings = Settings { here: root.clone(), ..settings };
        Folder {
            root,
            is_whole,
            buffers: Buffers { disk, open: BTreeMap::new() },
            session: Session::new(rules, settings, named),
            reports: BTreeMap::new(),
            is_stale: true,
        }
    }

    /// Takes other settings.
    pub(crate) fn set(&mut self, settings: Settings) {
        self.session.set(Settings { here: self.root.clone(), ..settings });
        self.session.search(&self.buffers);
        self.is_stale = true;
    }

    /// The path of a file in it, as findings name it.
    pub(crate) fn inside(&self, uri: &Uri) -> Option<String> {
        if self.buffers.disk.is_none() {
            return (uri.as_ref() == self.root).then(|| name_of(uri.as_ref()));
        }
        let path = uri::to_path(uri.as_ref())?;
        let path = path.strip_prefix(&self.root)?.strip_prefix('/')?;
        (!path.is_empty()).then(|| path.to_owned())
    }

    /// What the client calls a file.
    pub(crate) fn uri(&self, path: &str) -> Uri {
        match self.buffers.open.get(path) {
            Some(buffer) => buffer.uri.clone(),
            None if path.starts_with('/') => uri::of_path(path).into(),
            None => {
                let (mut root, mut path) = (&*self.root, path);
                while let Some(rest) = path.strip_prefix("../") {
                    path = rest;
                    root = root.rsplit_once('/').map_or("", |(above, _)| above);
                }
                uri::of_path(&format!("{root}/{path}")).into()
            }
        }
    }

    /// A place in a file of a project, as the client is told of it.
    pub(crate) fn location(&self, file: &SourceFile, span: Span, encoding: Encoding) -> Location {
        Location { uri: self.uri(&file.path), range: encoding.range(file, span) }
    }

    /// Takes in a buffer.
    pub(crate) fn open(&mut self, path: &str, buffer: Buffer) {
        let kind = buffer.kind();
        self.buffers.open.insert(path.to_owned(), buffer);
        match kind {
            Some(kind) => self.session.open(&self.buffers, path, kind),
            None => self.session.change(&self.buffers, path),
        }
        self.is_stale = true;
    }

    /// Lets go of one: what is on disk counts again.
    pub(crate) fn close(&mut self, path: &str) {
        self.buffers.open.remove(path);
        self.session.close(&self.buffers, path);
        self.session.change(&self.buffers, path);
        self.is_stale = true;
    }

    /// A file changed on disk or in its buffer, or came, or went.
    pub(crate) fn change(&mut self, path: &str, comes_or_goes: bool) {
        if comes_or_goes && FileKind::of(path).is_some() {
            self.session.search(&self.buffers);
        }
        if let Some(buffer) = self.buffers.open.get(path) {
            self.session.set_kind(&self.buffers, path, buffer.kind());
        }
        self.session.change(&self.buffers, path);
        self.is_stale = true;
    }

    /// Checks what changed; while somebody types, without rules in Rego. Says of which files the report is another one now.
    pub(crate) fn refresh(&mut self, teller: &ToProtocol<'_>, types: bool) -> BTreeSet<String> {
        let is_due = !types && self.session.owes();
        if !std::mem::take(&mut self.is_stale) && !is_due {
            return BTreeSet::new();
        }
        let update = if types {
            self.session.check_without_rego(&self.buffers)
        } else {
            self.session.check(&self.buffers)
        };
        let place = |file: &SourceFile, span: Span| self.location(file, span, teller.client.encoding);
        let mut reports = teller.reports(&place, &update);
        let mut changed = BTreeSet::new();
        for path in update.affected {
            let report = reports.remove(&path).unwrap_or_default();
            let old = self.reports.get(&path).map_or(0, |report| report.hash);
            if old != report.hash {
                changed.insert(path.clone());
            }
            if report.findings.is_empty() {
                self.reports.remove(&path);
            } else {
                self.reports.insert(path, report);
            }
        }
        changed
    }

    /// The projects that a file belongs to, Compose files first.
    pub(crate) fn projects_with(&self, path: &str) -> Vec<(FileKind, String)> {
        self.session.projects_with(path)
    }

    /// Asks a project about a file in it.
    pub(crate) fn ask<R>(
        &self,
        project: &(FileKind, String),
        path: &str,
        question: impl FnOnce(&Project<'_>, FileId) -> R,
    ) -> Option<R> {
        let ask = |project: &Project<'_>| project.sources.find(path).map(|file| question(project, file));
        self.session.read(&self.buffers, project, ask).flatten()
    }

    /// Asks the first project of a file that has an answer.
    pub(crate) fn ask_first<R>(
        &self,
        path: &str,
        question: impl Fn(&Project<'_>, FileId) -> Option<R>,
    ) -> Option<R> {
        self.projects_with(path).iter().find_map(|project| self.ask(project, path, &question).flatten())
    }

    /// Whether one of its configuration files cannot be understood.
    pub(crate) fn broken_config(&self) -> Option<&str> {
        let is_broken = |(path, report): &(&String, &Report)| {
            path.rsplit('/').next() == Some(CONFIG_NAME) && report.has_errors()
        };
        self.reports.iter().find(is_broken).map(|(path, _)| path.as_str())
    }
}

/// A name for what is on no disk.
fn name_of(uri: &str) -> String {
    uri.rsplit(['/', ':']).next().unwrap_or(uri).to_owned()
}
