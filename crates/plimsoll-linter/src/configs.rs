//! Every configuration of a run, and which one holds for which file: the nearest above it.

mod callers;
mod places;
mod policies;
mod reader;
mod unused;

use std::borrow::Cow;
use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use plimsoll_diagnostics::{Diagnostic, Sources};

use crate::config::{Config, Names, PeerSettings, Settings};
use crate::folders::{above, climbs, folder_of, name_of};
use crate::formats::CONFIG_NAME;
use crate::peers::PeerConfig;
use crate::policy::{Policy, Rego};
use crate::ruleset::Ruleset;
use crate::{FileKind, FileSystem, Registered, RuleMeta, Workspace};
use places::hadolint_in;
pub(crate) use places::{find_above, held_by};
use reader::ConfigReader;

/// A configuration with the rules made for it.
pub(crate) struct Configured {
    pub(crate) config: Arc<Config>,
    pub(crate) rules: Arc<Ruleset>,
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
    /// Those that others extend.
    extended: BTreeSet<String>,
    /// What is wanted whatever they say; its files are among theirs.
    pub(crate) policy: Policy,
    /// Whether a policy from outside holds for a repository whose own configuration must not weaken it.
    pub(crate) is_doubted: bool,
    /// What evaluates its rules in Rego.
    pub(crate) rego: Option<Box<dyn Rego>>,
    /// The folders that it was looked for in.
    pub(crate) policy_folders: BTreeSet<String>,
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
        let reader = ConfigReader {
            files,
            settings,
            names: Names::new(registry),
            sources: &sources,
            problems: RefCell::default(),
            not_utf8: RefCell::default(),
            extended: RefCell::default(),
            unwritten: RefCell::default(),
        };
        let mut by_folder = BTreeMap::new();
        let mut default = match settings.config.as_deref() {
            Some(path) if path.ends_with(".yaml") || path.ends_with(".yml") => {
                reader.configured(None, &reader.settings(Some(path)))
            }
            Some(path) => reader.configured(Some(path), &reader.settings(None)),
            None => {
                let mut user = settings.ambient.files.iter().filter(|_| !settings.isolated);
                let user = user.find(|path| files.read_named(path, 0).is_ok());
                let default = reader.settings(user.map(String::as_str));
                nest(&reader, &paths, highest, &default, &mut by_folder);
                reader.configured(None, &default)
            }
        };
        let policy_folders = policies::folders(files, workspace, &settings.here);
        let policy = reader.policy(workspace, &policy_folders, by_folder.values().chain([&default]));
        let (mut problems, extended) = (reader.problems.into_inner(), reader.extended.into_inner());
        let is_extended =
            |problem: &Diagnostic| extended.contains(&sources.file(problem.primary.span.file).path);
        problems.retain(|problem| problem.rule != "unused-config" || !is_extended(problem));
        let mut made: BTreeMap<*const Config, Arc<Ruleset>> = BTreeMap::new();
        for one in by_folder.values_mut().chain([&mut default]) {
            let config = &*one.config;
            let new_rules = || {
                let (mut rules, found) = Ruleset::new(registry, config, |meta| wanted(config, meta));
                problems.extend(found);
                problems.extend(rules.add_policy(registry, &policy, config));
                Arc::new(rules)
            };
            one.rules = made.entry(Arc::as_ptr(&one.config)).or_insert_with(new_rules).clone();
        }
        let load = settings.rego.filter(|_| !policy.rego.is_empty());
        let (rego, found) = load.map(|load| load(&policy.rego, &sources)).unwrap_or_default();
        problems.extend(found);
        problems.sort_by(|a, b| (a.primary.span, &a.message).cmp(&(b.primary.span, &b.message)));
        problems.dedup();
        let is_own = settings.config.is_none() && settings.trust.is_none();
        let is_doubted = is_own && policy.files.iter().any(|file| file.is_trusted);
        Configs {
            by_folder,
            highest,
            default,
            sources,
            problems,
            extended,
            policy,
            is_doubted,
            rego,
            policy_folders,
        }
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
    reader: &ConfigReader<'_>,
    paths: &BTreeSet<&String>,
    highest: usize,
    default: &PeerSettings,
    by_folder: &mut BTreeMap<String, Configured>,
) {
    let mut folders: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for path in paths {
        folders.entry(held_by(path)).or_default().push(path);
    }
    let mut folders: Vec<_> = folders.into_iter().collect();
    folders.sort_by_cached_key(|(folder, _)| depth(folder, highest));
    let (mut own, mut settings, mut roots) =
        (BTreeMap::new(), BTreeMap::<_, PeerSettings>::new(), BTreeMap::new());
    for (folder, paths) in folders {
        let named = |name: &str| paths.iter().copied().find(|path| name_of(path) == name);
        if let Some(root) = nearest_in(folder, highest, |folder| roots.get(folder).copied()) {
            for path in paths.iter().filter(|path| PeerConfig::of(name_of(path)).is_none()) {
                let help = format!("move its settings to `{root}` and remove this file");
                reader.unused(path, format!("`{root}` sets `root = true`"), help);
            }
            continue;
        }
        let above = nearest_in(folder, highest, |folder| settings.get(folder)).unwrap_or(default);
        let hadolint = if let Some(path) = hadolint_in(&paths) {
            reader.tell_unused(&paths, path);
            reader.hadolint(Some(path))
        } else {
            reader.tell_unused(&paths, above.hadolint.path.as_deref().unwrap_or_default());
            above.hadolint.clone()
        };
        let here = PeerSettings { hadolint, peers: reader.peers(&paths, &above.peers) };
        let is_own = named(CONFIG_NAME).map(|path| own.insert(folder, path)).is_some();
        let nearest = nearest_in(folder, highest, |folder| own.get(folder).copied());
        let configured = reader.configured(nearest, &here);
        settings.insert(folder, here);
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
