//! Every configuration of a run, and which one holds for which file: the nearest above it.

mod policies;

use std::borrow::Cow;
use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::io;

use plimsoll_diagnostics::{Diagnostic, FileId, SourceFile, Sources, Text};
use rayon::prelude::*;

use crate::config::{Around, Config, Hadolint, Names, Settings};
use crate::folders::{above, climbs, folder_of, holds, join, name_of};
use crate::formats::{CONFIG_NAME, HADOLINT_NAMES};
use crate::limits::{FILE_BYTES, FOLDERS_WORTH_THREADS};
use crate::load::unreadable;
use crate::policy::Policy;
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
    /// What is wanted whatever they say; its files are among theirs.
    pub(crate) policy: Policy,
    /// The folders that it was looked for in.
    pub(crate) policy_folders: BTreeSet<String>,
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

    /// Says that a configuration has no effect, because one above it is the root.
    fn unused(&self, path: &str, root: &str) {
        let text = self.named(path);
        let line = text.slice(0, text.raw.lines().next().map_or(0, str::len));
        let mut finding = Diagnostic::new("unused-config", line.span, "this configuration has no effect");
        finding.here(format!("`{root}` sets `root = true`"));
        finding.help(format!("move what should hold to `{root}`, and remove this file"));
        self.problems.borrow_mut().push(finding);
    }

    fn configured(&self, path: Option<&str>, hadolint: &Hadolint) -> Configured {
        let overrides = &self.settings.overrides;
        let config = match path {
            None => Config::default_with(overrides, hadolint, &self.names),
            Some(path) => {
                let folder = folder_of(path);
                let load = |path: &str| {
                    // What lies beside a trusted file is trusted as well.
                    let is_below = path.strip_prefix(folder).is_some_and(|rest| rest.starts_with('/'));
                    self.text(path, is_below).map_err(|why| unreadable(FileId::FIRST, &why).message)
                };
                let around = Around { here: &self.settings.here, load: &load };
                let (config, found) =
                    Config::parse(self.named(path), path, overrides, hadolint, &self.names, &around);
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
        let mut default = match settings.config.as_deref() {
            Some(path) if path.ends_with(".yaml") || path.ends_with(".yml") => {
                maker.configured(None, &maker.hadolint(Some(path)))
            }
            Some(path) => maker.configured(Some(path), &maker.hadolint(None)),
            None => {
                let mut user = settings.ambient.files.iter().filter(|_| !settings.isolated);
                let user = user.find(|path| files.read_named(path, 0).is_ok());
                let default = maker.hadolint(user.map(String::as_str));
                nest(&maker, &paths, highest, &default, &mut by_folder);
                maker.configured(None, &default)
            }
        };
        let policy_folders = policies::folders(files, workspace, &settings.here);
        let policy = maker.policy(workspace, &policy_folders, by_folder.values().chain([&default]));
        let mut problems = maker.problems.into_inner();
        for one in by_folder.values_mut().chain([&mut default]) {
            problems.extend(one.rules.add_policy(registry, &policy, &one.config));
        }
        problems.sort_by(|a, b| (a.primary.span, &a.message).cmp(&(b.primary.span, &b.message)));
        problems.dedup();
        Configs { by_folder, highest, default, sources, problems, policy, policy_folders }
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
                finding.help("remove it, or write it relative to the directory of this file");
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
    default: &Hadolint,
    by_folder: &mut BTreeMap<String, Configured>,
) {
    let mut folders: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for path in paths {
        folders.entry(folder_of(path)).or_default().push(path);
    }
    let mut folders: Vec<_> = folders.into_iter().collect();
    folders.sort_by_key(|(folder, _)| depth(folder, highest));
    let (mut own, mut told, mut roots) = (BTreeMap::new(), BTreeMap::new(), BTreeMap::new());
    for (folder, paths) in folders {
        let named = |name: &str| paths.iter().copied().find(|path| name_of(path) == name);
        if let Some(root) = nearest_in(folder, highest, |folder| roots.get(folder).copied()) {
            for path in paths {
                maker.unused(path, root);
            }
            continue;
        }
        if let Some(path) = HADOLINT_NAMES.into_iter().find_map(named) {
            told.insert(folder, maker.hadolint(Some(path)));
        }
        let is_own = named(CONFIG_NAME).map(|path| own.insert(folder, path)).is_some();
        let nearest = nearest_in(folder, highest, |folder| own.get(folder).copied());
        let told = nearest_in(folder, highest, |folder| told.get(folder));
        let configured = maker.configured(nearest, told.unwrap_or(default));
        if let Some(path) = nearest.filter(|_| is_own && configured.config.is_root()) {
            roots.insert(folder, path);
        }
        by_folder.insert(folder.to_owned(), configured);
    }
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
    let found = |folder: &String| -> Vec<String> {
        let paths = [CONFIG_NAME].into_iter().chain(HADOLINT_NAMES).map(|name| join(folder, name));
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
