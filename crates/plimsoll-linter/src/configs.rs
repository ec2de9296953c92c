//! Every configuration of a run, and which one holds for which file: the nearest above it.

use std::borrow::Cow;
use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::io;

use plimsoll_diagnostics::{Diagnostic, FileId, SourceFile, Sources, Text};
use rayon::prelude::*;

use crate::config::{Around, Config, Hadolint, Names, PEERS, Peer, Peers, Settings, Told};
use crate::folders::{above, climbs, folder_of, holds, join, name_of};
use crate::formats::{CONFIG_NAME, HADOLINT_NAMES, LINTERS_FOLDER, NAMED_HADOLINT_NAMES};
use crate::limits::{FILE_BYTES, FOLDERS_WORTH_THREADS};
use crate::load::unreadable;
use crate::ruleset::Ruleset;
use crate::{Entry, FileKind, FileSystem, Refusal, Registered, RuleMeta, Workspace};

/// A configuration with the rules made for it.
pub(crate) struct Configured {
    pub(crate) config: Config,
    pub(crate) rules: Ruleset,
    /// The `plimsoll.toml`.
    pub(crate) path: Option<String>,
}

/// The configurations of a run.
pub(crate) struct Configs {
    /// Folder to configuration; the folder of the defaults is not in it.
    by_folder: BTreeMap<String, Configured>,
    /// How many folders above the run the highest of them lies.
    highest: usize,
    default: Configured,
    /// The configuration files themselves, for the problems found in them.
    pub(crate) sources: Sources,
    /// What is wrong with them.
    pub(crate) problems: Vec<Diagnostic>,
}

/// Reads configuration files, each once.
struct Maker<'a> {
    files: &'a dyn FileSystem,
    settings: &'a Settings,
    registry: &'static [Registered],
    names: Names,
    wanted: &'a dyn Fn(&Config, &RuleMeta) -> bool,
    sources: &'a Sources,
    problems: RefCell<Vec<Diagnostic>>,
}

impl Maker<'_> {
    /// The text of a file of the project, or with `is_trusted` of one that the user named or has above it.
    fn text(&self, path: &str, is_trusted: bool) -> io::Result<Text<'_>> {
        if let Some(known) = self.sources.find(path) {
            return Ok(self.sources.text(known));
        }
        let read = if is_trusted { FileSystem::read_named } else { FileSystem::read };
        let bytes = read(self.files, path, FILE_BYTES)?;
        let text = String::from_utf8_lossy(&bytes);
        Ok(self.sources.text(self.sources.add(SourceFile::new(path, text))))
    }

    /// The text of a file that is there, or that somebody named: if it cannot be read, that is a problem.
    fn named(&self, path: &str) -> Text<'_> {
        self.text(path, true).unwrap_or_else(|why| {
            let file = self.sources.add(SourceFile::new(path, ""));
            let mut problem = unreadable(file, &why);
            // What it says is not known, so nothing holds: a mistake in the configuration like any other.
            problem.rule = "config".into();
            self.problems.borrow_mut().push(problem);
            self.sources.text(file)
        })
    }

    fn hadolint(&self, path: Option<&str>) -> Hadolint {
        let (mut told, _) = self.settings.ambient.told(&self.names);
        if let Some(path) = path {
            let found = told.read(self.named(path), &self.names);
            self.problems.borrow_mut().extend(found);
            told.path = Some(path.to_owned());
        }
        told
    }

    /// What the files of peers among these say, on top of what those above say.
    fn peers(&self, paths: &[&str], above: &Peers) -> Peers {
        let mut peers = above.clone();
        for peer in &PEERS {
            let names = peer.files.iter();
            let mut found = names.filter_map(|name| paths.iter().find(|path| name_of(path) == *name));
            // Nobody named it, so that what cannot be read says nothing.
            if let Some(path) = found.next()
                && let Ok(text) = self.text(path, false)
            {
                peers.read(peer, path, text, &self.settings.today, &self.names);
            }
        }
        peers
    }

    /// What a file says to hadolint, or the environment alone; no other peer's file counts.
    fn told(&self, path: Option<&str>) -> Told {
        Told { hadolint: self.hadolint(path), peers: Peers::default() }
    }

    /// Says that a configuration has no effect: why, and what to do.
    fn unused(&self, path: &str, why: String, help: String) {
        let text = self.named(path);
        let line = text.slice(0, text.raw.lines().next().map_or(0, str::len));
        let mut finding = Diagnostic::new("unused-config", line.span, "this configuration has no effect");
        finding.here(why).help(help);
        self.problems.borrow_mut().push(finding);
    }

    /// Says which files of hadolint's among these have no effect, where `used` counts, or none does.
    fn tell_unused(&self, paths: &[&str], used: &str) {
        let is_named = |path: &str| NAMED_HADOLINT_NAMES.contains(&name_of(path));
        let is_kept =
            |path: &str| HADOLINT_NAMES.contains(&name_of(path)) && folder_of(path).ends_with(LINTERS_FOLDER);
        for path in paths.iter().filter(|path| **path != used) {
            if is_named(path) {
                let help =
                    format!("rename it to `.{}`, or run `plimsoll check --config {path}`", name_of(path));
                self.unused(path, "hadolint does not look for a file of this name, either".to_owned(), help);
            } else if is_kept(path) {
                let help = format!("move what should hold to `{used}`, and remove this file");
                self.unused(path, format!("`{used}` holds here"), help);
            }
        }
    }

    fn configured(&self, path: Option<&str>, told: &Told) -> Configured {
        let overrides = &self.settings.overrides;
        let config = match path {
            None => Config::default_with(overrides, told, &self.names),
            Some(path) => {
                let folder = folder_of(path);
                let load = |path: &str| {
                    // What lies beside a trusted file is trusted as well.
                    let is_below = path.strip_prefix(folder).is_some_and(|rest| rest.starts_with('/'));
                    self.text(path, is_below).map_err(|why| unreadable(FileId::FIRST, &why).message)
                };
                let around = Around { here: &self.settings.here, load: &load, told: &told.hadolint };
                let (config, found) =
                    Config::parse(self.named(path), path, overrides, told, &self.names, &around);
                self.problems.borrow_mut().extend(found);
                config
            }
        };
        let (rules, found) = Ruleset::new(self.registry, &config, |meta| (self.wanted)(&config, meta));
        self.problems.borrow_mut().extend(found);
        Configured { config, rules, path: path.map(str::to_owned) }
    }
}

impl Configs {
    /// Reads the configuration files. Each holds for its folder and everything below, up to the next one of its kind;
    /// a file that somebody named holds for everything, and no other is read.
    pub(crate) fn read(
        files: &dyn FileSystem,
        workspace: &Workspace,
        settings: &Settings,
        registry: &'static [Registered],
        wanted: &dyn Fn(&Config, &RuleMeta) -> bool,
    ) -> Configs {
        let trust = settings.trust.as_ref();
        let files = trust.map_or(files, |trust| &*trust.files);
        let searched = match trust {
            Some(trust) => Cow::Owned(trust.configs(&workspace.searched)),
            None => Cow::Borrowed(workspace.of(FileKind::Config)),
        };
        let (above, searched) = match (&settings.config, settings.isolated) {
            (None, false) => (find_above(files, workspace, &settings.here), searched),
            _ => Default::default(),
        };
        let paths: BTreeSet<&String> = searched.iter().chain(&above).collect();
        let highest = paths.iter().map(|path| climbs(path)).max().unwrap_or(0);
        let sources = Sources::new();
        let maker = Maker {
            files,
            settings,
            registry,
            names: Names::new(registry),
            wanted,
            sources: &sources,
            problems: RefCell::default(),
        };
        let mut by_folder = BTreeMap::new();
        let default = match settings.config.as_deref() {
            Some(path) if path.ends_with(".yaml") || path.ends_with(".yml") => {
                maker.configured(None, &maker.told(Some(path)))
            }
            Some(path) => maker.configured(Some(path), &maker.told(None)),
            None => {
                let mut user = settings.ambient.files.iter().filter(|_| !settings.isolated);
                let user = user.find(|path| files.read_named(path, 0).is_ok());
                let default = maker.told(user.map(String::as_str));
                nest(&maker, &paths, highest, &default, &mut by_folder);
                maker.configured(None, &default)
            }
        };
        let problems = maker.problems.into_inner();
        Configs { by_folder, highest, default, sources, problems }
    }

    /// The overrides that hold for no file, of configurations that lie where everything was searched.
    pub(crate) fn unused_overrides<'p>(
        &self,
        workspace: &Workspace,
        linted: impl Iterator<Item = &'p String>,
    ) -> Vec<Diagnostic> {
        let was_searched = |folder: &str| workspace.searched.iter().any(|searched| holds(searched, folder));
        let mut candidates = self
            .by_folder
            .iter()
            .filter(|(folder, one)| one.config.has_overrides() && was_searched(folder))
            .peekable();
        if candidates.peek().is_none() {
            return Vec::new();
        }
        let linted: BTreeSet<&String> = linted.collect();
        let files: BTreeSet<&String> = workspace.linted().chain(linted.iter().copied()).collect();
        let mut unused = Vec::new();
        for (folder, one) in candidates {
            // What it extends is for others too.
            let own = self.sources.find(&join(folder, CONFIG_NAME));
            let places = one.config.unused_overrides(&files);
            for place in places.into_iter().filter(|place| Some(place.file) == own) {
                let mut finding =
                    Diagnostic::new("unused-override", place, "no file that is checked matches this pattern");
                finding.help("remove it, or write it as seen from the folder of this file");
                unused.push(finding);
            }
        }
        unused
    }

    /// What holds for a file.
    pub(crate) fn for_file(&self, path: &str) -> &Configured {
        if self.by_folder.is_empty() {
            return &self.default;
        }
        nearest_in(folder_of(path), self.highest, |folder| self.by_folder.get(folder))
            .unwrap_or(&self.default)
    }
}

/// Reads the configurations of each folder that has any, the upper ones first: below one that is the root, none counts.
fn nest(
    maker: &Maker<'_>,
    paths: &BTreeSet<&String>,
    highest: usize,
    default: &Told,
    by_folder: &mut BTreeMap<String, Configured>,
) {
    let mut folders: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for path in paths {
        folders.entry(held_by(path)).or_default().push(path);
    }
    let mut folders: Vec<_> = folders.into_iter().collect();
    folders.sort_by_key(|(folder, _)| depth(folder, highest));
    let (mut own, mut told, mut roots) = (BTreeMap::new(), BTreeMap::<_, Told>::new(), BTreeMap::new());
    for (folder, paths) in folders {
        let named = |name: &str| paths.iter().copied().find(|path| name_of(path) == name);
        if let Some(root) = nearest_in(folder, highest, |folder| roots.get(folder).copied()) {
            for path in paths.iter().filter(|path| Peer::of(name_of(path)).is_none()) {
                let help = format!("move what should hold to `{root}`, and remove this file");
                maker.unused(path, format!("`{root}` sets `root = true`"), help);
            }
            continue;
        }
        let above = nearest_in(folder, highest, |folder| told.get(folder)).unwrap_or(default);
        let hadolint = match hadolint_in(&paths) {
            Some(path) => {
                maker.tell_unused(&paths, path);
                maker.hadolint(Some(path))
            }
            None => {
                maker.tell_unused(&paths, above.hadolint.path.as_deref().unwrap_or_default());
                above.hadolint.clone()
            }
        };
        let here = Told { hadolint, peers: maker.peers(&paths, &above.peers) };
        let is_own = named(CONFIG_NAME).map(|path| own.insert(folder, path)).is_some();
        let nearest = nearest_in(folder, highest, |folder| own.get(folder).copied());
        let configured = maker.configured(nearest, &here);
        told.insert(folder, here);
        if let Some(path) = nearest.filter(|_| is_own && configured.config.is_root()) {
            roots.insert(folder, path);
        }
        by_folder.insert(folder.to_owned(), configured);
    }
}

/// The folder that a configuration file holds for: its own, or the one for which a wrapper keeps it.
pub(crate) fn held_by(path: &str) -> &str {
    let folder = folder_of(path);
    let outside = folder.strip_suffix(LINTERS_FOLDER).filter(|_| HADOLINT_NAMES.contains(&name_of(path)));
    match outside {
        Some("") => ".",
        Some(outside) if outside.ends_with('/') => outside.trim_end_matches('/'),
        _ => folder,
    }
}

/// The file of hadolint's that counts among those of a folder.
fn hadolint_in<'p>(paths: &[&'p str]) -> Option<&'p str> {
    let is_kept = |path: &str| folder_of(path).ends_with(LINTERS_FOLDER);
    let named = |name: &str, kept: bool| {
        paths.iter().copied().find(|path| name_of(path) == name && is_kept(path) == kept)
    };
    [false, true].into_iter().find_map(|kept| HADOLINT_NAMES.into_iter().find_map(|name| named(name, kept)))
}

/// How many folders lie above a folder, up to the highest.
fn depth(folder: &str, highest: usize) -> usize {
    let mut depth = 0;
    nearest_in(folder, highest, |_| {
        depth += 1;
        None::<()>
    });
    depth
}

/// What is found in the folder, or else in the nearest above it.
fn nearest_in<T>(folder: &str, highest: usize, mut find: impl FnMut(&str) -> Option<T>) -> Option<T> {
    let mut folder = Cow::Borrowed(folder);
    loop {
        if let Some(found) = find(&folder) {
            return Some(found);
        }
        let up = above(&folder)?.into_owned();
        if climbs(&up) > highest {
            return None;
        }
        folder = up.into();
    }
}

/// The configuration files above what is checked, which no search comes across. Nothing is looked for above a repository;
/// what was named without a repository around it has them up to the root of the file system.
pub(crate) fn find_above(files: &dyn FileSystem, workspace: &Workspace, here: &str) -> Vec<String> {
    let highest = here.split('/').filter(|name| !name.is_empty()).count();
    let mut folders = BTreeSet::new();
    for path in workspace.linted() {
        let mut folder = folder_of(path);
        while folders.insert(folder.to_owned()) && !workspace.roots.iter().any(|root| root == folder) {
            folder = folder_of(folder);
        }
    }
    for root in &workspace.roots {
        let mut folder = root.clone();
        folders.insert(folder.clone());
        while !is_repository(files, &folder) {
            let up = above(&folder).filter(|up| climbs(up) <= highest).map(Cow::into_owned);
            match up.filter(|up| folders.insert(up.clone())) {
                Some(up) => folder = up,
                None => break,
            }
        }
    }
    let was_searched = |folder: &str| workspace.searched.iter().any(|searched| holds(searched, folder));
    let found = |folder: &String| -> Vec<String> {
        let mut names: Vec<String> =
            [CONFIG_NAME].into_iter().chain(HADOLINT_NAMES).map(str::to_owned).collect();
        // What a search came across is known, and only Git's ignored files are not: those of peers are no matter.
        if !was_searched(folder) {
            names.extend(HADOLINT_NAMES.map(|name| format!("{LINTERS_FOLDER}/{name}")));
            names.extend(PEERS.iter().flat_map(|peer| peer.files).map(|name| (*name).to_owned()));
        }
        let paths = names.iter().map(|name| join(folder, name));
        paths.filter(|path| is_there(files, path)).collect()
    };
    // Each folder is asked for every name, which takes its time in a large repository.
    if folders.len() < FOLDERS_WORTH_THREADS {
        folders.iter().flat_map(found).collect()
    } else {
        folders.par_iter().flat_map_iter(found).collect()
    }
}

/// Whether there is a configuration file, even one that cannot be read: that is a mistake and not its absence.
fn is_there(files: &dyn FileSystem, path: &str) -> bool {
    let found = match files.look(path) {
        // Above the project, what lies there is the user's own.
        Err(problem) if Refusal::of(&problem) == Some(&Refusal::Outside) => {
            files.read_named(path, 0).map(|_| Entry::File)
        }
        found => found,
    };
    match found {
        Ok(entry) => entry == Entry::File,
        Err(problem) => Refusal::of(&problem).is_some(),
    }
}

fn is_repository(files: &dyn FileSystem, folder: &str) -> bool {
    // A file in a worktree and in a submodule.
    files.look(&join(folder, ".git")).is_ok()
}
