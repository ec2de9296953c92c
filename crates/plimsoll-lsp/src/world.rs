//! Everything that the server knows: what the client has open, and what there is to say about it.

use std::collections::BTreeSet;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::time::{Duration, Instant};

use gen_lsp_types::Uri;
use plimsoll_diagnostics::SourceFile;
use plimsoll_linter::Settings;

use crate::buffers::Buffer;
use crate::client::{Client, Options};
use crate::folder::Folder;
use crate::report::{Report, ToProtocol};
use crate::{Product, uri};

/// What the server knows.
pub(crate) struct World {
    pub(crate) product: Product,
    pub(crate) client: Client,
    pub(crate) options: Options,
    settings: Settings,
    pub(crate) folders: Vec<Folder>,
    unsent: UnsentChanges,
    /// When somebody typed, if rules in Rego were not asked since.
    pub(crate) typed: Option<Instant>,
}

/// What the client has not been told.
#[derive(Default)]
pub(crate) struct UnsentChanges {
    /// Files that it changed, opened or closed. Their places may have moved in the editor although they are the same
    /// here.
    pub(crate) edited: BTreeSet<String>,
    /// Files with another report.
    pub(crate) changed: BTreeSet<String>,
}

/// A file in its folder.
pub(crate) struct Place<'w> {
    pub(crate) folder: &'w Folder,
    /// Seen from the folder.
    pub(crate) path: String,
}

impl World {
    pub(crate) fn new(product: Product, client: Client, roots: &[Uri]) -> World {
        let (options, settings) = (Options::default(), product.settings());
        let (folders, unsent, typed) = (Vec::new(), UnsentChanges::default(), None);
        let mut world = World { product, client, options, settings, folders, unsent, typed };
        world.set_folders(roots);
        world
    }

    /// Takes other settings.
    pub(crate) fn set(&mut self, options: Options, settings: Settings) {
        (self.options, self.settings) = (options, settings);
        for folder in &mut self.folders {
            folder.set(self.settings.clone());
        }
    }

    /// The folders that the client has open.
    pub(crate) fn roots(&self) -> Vec<Uri> {
        let whole = self.folders.iter().filter(|folder| folder.is_whole);
        whole.map(|folder| uri::of_path(&folder.root).into()).collect()
    }

    /// Starts anew with these folders; what is open stays open.
    pub(crate) fn set_folders(&mut self, roots: &[Uri]) {
        self.refresh();
        let old = std::mem::take(&mut self.folders);
        for folder in &old {
            self.unsent.changed.extend(folder.reports.keys().map(|path| folder.uri(path).0));
        }
        for root in roots {
            let Some(path) = uri::to_path(root.as_ref()) else { continue };
            let path = path.trim_end_matches('/').to_owned();
            self.folders.push(Folder::whole(path, self.product.rules, self.settings.clone()));
        }
        for (_, buffer) in old.into_iter().flat_map(|folder| folder.buffers.open) {
            self.open(buffer.uri, buffer.version, buffer.language, buffer.file.text);
        }
    }

    /// The folder that a file belongs to: the innermost around it.
    fn folder_of(&self, uri: &Uri) -> Option<(usize, String)> {
        let inside = self.folders.iter().enumerate();
        let inside = inside.filter_map(|(index, folder)| Some((index, folder.inside(uri)?)));
        // A folder that is there for one file gives way to one that the client has open.
        inside.max_by_key(|(index, path)| {
            let whole = self.folders.get(*index).is_some_and(|folder| folder.is_whole);
            (whole, std::cmp::Reverse(path.len()))
        })
    }

    pub(crate) fn place(&self, uri: &Uri) -> Option<Place<'_>> {
        let (index, path) = self.folder_of(uri)?;
        Some(Place { folder: self.folders.get(index)?, path })
    }

    pub(crate) fn open(&mut self, uri: Uri, version: i32, language: String, text: String) {
        let found = self.folder_of(&uri).or_else(|| {
            let (rules, settings) = (self.product.rules, self.settings.clone());
            self.folders.push(match uri::to_path(uri.as_ref()) {
                Some(path) => Folder::around(&path, rules, settings),
                None => Folder::nowhere(uri.as_ref(), rules, settings),
            });
            self.folder_of(&uri)
        });
        let Some((index, path)) = found else { return };
        self.unsent.edited.insert(uri.0.clone());
        let buffer = Buffer { uri, version, language, file: SourceFile::new(&*path, text) };
        if let Some(folder) = self.folders.get_mut(index) {
            folder.open(&path, buffer);
        }
    }

    /// The buffer of an open file, and what must be called after it changed.
    pub(crate) fn change(&mut self, uri: &Uri, edit: impl FnOnce(&mut Buffer)) {
        let Some((index, path)) = self.folder_of(uri) else { return };
        let Some(folder) = self.folders.get_mut(index) else { return };
        let Some(buffer) = folder.buffers.open.get_mut(&path) else { return };
        edit(buffer);
        folder.change(&path, false);
        self.unsent.edited.insert(uri.0.clone());
        self.typed = Some(Instant::now());
    }

    /// How long to wait until rules in Rego are asked about what was typed; `None` when they need not be.
    pub(crate) fn quiet_in(&self) -> Option<Duration> {
        let typed = self.typed.filter(|_| self.folders.iter().any(|folder| folder.session.owes()))?;
        Some(self.product.quiet.saturating_sub(typed.elapsed()))
    }

    /// Checks what changed.
    pub(crate) fn refresh(&mut self) {
        let teller = ToProtocol { product: &self.product, client: &self.client };
        for folder in &mut self.folders {
            let changed = folder.refresh(&teller, self.typed.is_some());
            self.unsent.changed.extend(changed.iter().map(|path| folder.uri(path).0));
        }
    }

    /// Closes a buffer; a folder that was there for it goes too.
    pub(crate) fn close(&mut self, uri: &Uri) {
        let Some((index, path)) = self.folder_of(uri) else { return };
        self.refresh();
        let Some(folder) = self.folders.get_mut(index) else { return };
        self.unsent.edited.insert(uri.0.clone());
        folder.close(&path);
        if !folder.is_whole && folder.buffers.open.is_empty() {
            let folder = self.folders.remove(index);
            self.unsent.changed.extend(folder.reports.keys().map(|path| folder.uri(path).0));
        }
    }

    /// A file on disk changed, or came, or went.
    pub(crate) fn file_changed(&mut self, uri: &Uri, comes_or_goes: bool) {
        let Some((index, path)) = self.folder_of(uri) else { return };
        let Some(folder) = self.folders.get_mut(index) else { return };
        folder.change(&path, comes_or_goes);
    }

    /// Looks at everything again.
    pub(crate) fn search(&mut self) {
        for folder in &mut self.folders {
            folder.session.search(&folder.buffers);
            folder.is_stale = true;
        }
    }

    /// What the client has not been told.
    pub(crate) fn take_unsent(&mut self) -> UnsentChanges {
        std::mem::take(&mut self.unsent)
    }

    /// What there is to say about a file.
    pub(crate) fn statement(&self, uri: &Uri) -> DocumentDiagnostics<'_> {
        match self.place(uri) {
            Some(place) => DocumentDiagnostics::new(place.folder, &place.path),
            None => DocumentDiagnostics { uri: uri.clone(), report: None, version: None, id: String::new() },
        }
    }

    /// The same about every file that is linted, or that there is something to say about.
    pub(crate) fn statements(&self) -> Vec<DocumentDiagnostics<'_>> {
        let mut all = Vec::new();
        for folder in &self.folders {
            let mut paths = folder.session.files();
            paths.extend(folder.reports.keys().map(String::as_str));
            all.extend(paths.into_iter().map(|path| DocumentDiagnostics::new(folder, path)));
        }
        all
    }
}

/// What there is to say about a file.
pub(crate) struct DocumentDiagnostics<'w> {
    pub(crate) uri: Uri,
    pub(crate) report: Option<&'w Report>,
    /// Of its buffer, if it is open.
    pub(crate) version: Option<i32>,
    /// The same for the same text and the same findings. Findings are worked out from content, configuration and
    /// rules, so that a change in any of them shows here.
    pub(crate) id: String,
}

impl<'w> DocumentDiagnostics<'w> {
    fn new(folder: &'w Folder, path: &str) -> DocumentDiagnostics<'w> {
        let buffer = folder.buffers.open.get(path);
        let report = folder.reports.get(path);
        let mut hasher = DefaultHasher::new();
        report.map_or(0, |report| report.hash).hash(&mut hasher);
        buffer.map_or("", |buffer| &buffer.file.text).hash(&mut hasher);
        let id = format!("{:016x}", hasher.finish());
        DocumentDiagnostics {
            uri: folder.uri(path),
            report,
            version: buffer.map(|buffer| buffer.version),
            id,
        }
    }

    pub(crate) fn items(&self) -> Vec<gen_lsp_types::Diagnostic> {
        self.report.map(Report::items).unwrap_or_default()
    }
}
