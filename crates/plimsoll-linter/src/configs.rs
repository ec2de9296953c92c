//! Every configuration of a run, and which one holds for which file: the nearest above it.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

use plimsoll_diagnostics::{Diagnostic, FileId, SourceFile, Sources, Text};

use crate::config::{Config, Hadolint, Names};
use crate::kinds::{CONFIG_NAME, HADOLINT_NAMES};
use crate::limits::FILE_BYTES;
use crate::linter::Settings;
use crate::load::{is_outside, unreadable};
use crate::ruleset::Ruleset;
use crate::{FileSystem, Registered, RuleMeta};

/// A configuration with the rules made for it.
pub(crate) struct Configured {
    pub(crate) config: Config,
    pub(crate) rules: Ruleset,
}

/// The configurations of a run.
pub(crate) struct Configs {
    /// Folder to configuration; the folder of the defaults is not in it.
    by_folder: BTreeMap<String, Configured>,
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
    roots: &'a [String],
    registry: &'static [Registered],
    names: Names,
    wanted: &'a dyn Fn(&Config, &RuleMeta) -> bool,
    sources: &'a Sources,
    problems: RefCell<Vec<Diagnostic>>,
}

impl Maker<'_> {
    fn text(&self, path: &str) -> Result<Text<'_>, String> {
        if let Some(known) = self.sources.find(path) {
            return Ok(self.sources.text(known));
        }
        let bytes = self.files.read(path, FILE_BYTES);
        let text = bytes.as_deref().map(String::from_utf8_lossy).unwrap_or_default();
        match &bytes {
            Ok(_) => Ok(self.sources.text(self.sources.add(SourceFile::new(path, text)))),
            Err(problem) => Err(unreadable(FileId::FIRST, problem).message),
        }
    }

    /// The text of a file that is there, or that somebody named: if it cannot be read, that is a problem.
    fn named(&self, path: &str) -> Text<'_> {
        self.text(path).unwrap_or_else(|why| {
            let file = self.sources.add(SourceFile::new(path, ""));
            let mut problem = unreadable(file, &std::io::ErrorKind::NotFound.into());
            problem.message = why;
            self.problems.borrow_mut().push(problem);
            self.sources.text(file)
        })
    }

    fn hadolint(&self, path: Option<&str>) -> Hadolint {
        let (mut told, _) = self.settings.ambient.told(&self.names);
        if let Some(path) = path {
            self.problems.borrow_mut().extend(told.read(self.named(path), &self.names));
        }
        told
    }

    fn configured(&self, path: Option<&str>, hadolint: &Hadolint) -> Configured {
        let overrides = &self.settings.overrides;
        let config = match path {
            None => Config::default_with(overrides, hadolint, &self.names),
            Some(path) => {
                let folder = folder_of(path);
                let load = |path: &str| {
                    let is_below = path.strip_prefix(folder).is_some_and(|rest| rest.starts_with('/'));
                    if is_outside(self.roots, path) && !is_below {
                        return Err("it lies outside of what is checked".to_owned());
                    }
                    self.text(path)
                };
                let (config, found) =
                    Config::parse(self.named(path), path, overrides, hadolint, &self.names, &load);
                self.problems.borrow_mut().extend(found);
                config
            }
        };
        let (rules, found) = Ruleset::new(self.registry, &config, |meta| (self.wanted)(&config, meta));
        self.problems.borrow_mut().extend(found);
        Configured { config, rules }
    }
}

impl Configs {
    /// Reads the configuration files. Each holds for its folder and everything below, up to the next one of its kind;
    /// a file that somebody named holds for everything, and no other is read.
    pub(crate) fn read(
        files: &dyn FileSystem,
        paths: &BTreeSet<String>,
        settings: &Settings,
        roots: &[String],
        registry: &'static [Registered],
        wanted: &dyn Fn(&Config, &RuleMeta) -> bool,
    ) -> Configs {
        let sources = Sources::new();
        let (names, problems) = (Names::new(registry), RefCell::default());
        let maker = Maker { files, settings, roots, registry, names, wanted, sources: &sources, problems };
        let mut by_folder = BTreeMap::new();
        let default = match settings.config.as_deref() {
            Some(path) if path.ends_with(".yaml") || path.ends_with(".yml") => {
                maker.configured(None, &maker.hadolint(Some(path)))
            }
            Some(path) => maker.configured(Some(path), &maker.hadolint(None)),
            None => {
                let user = settings.ambient.files.iter().find(|path| files.read(path, 0).is_ok());
                let default = maker.hadolint(user.map(String::as_str));
                let mut told: BTreeMap<&str, Hadolint> = BTreeMap::new();
                for name in HADOLINT_NAMES {
                    for path in paths.iter().filter(|path| name_of(path) == name) {
                        told.entry(folder_of(path)).or_insert_with(|| maker.hadolint(Some(path)));
                    }
                }
                let own: BTreeMap<&str, &str> = paths
                    .iter()
                    .filter(|path| name_of(path) == CONFIG_NAME)
                    .map(|path| (folder_of(path), &**path))
                    .collect();
                let folders: BTreeSet<&str> = own.keys().chain(told.keys()).copied().collect();
                for folder in folders {
                    let own = nearest(&own, folder).copied();
                    let configured = maker.configured(own, nearest(&told, folder).unwrap_or(&default));
                    by_folder.insert(folder.to_owned(), configured);
                }
                maker.configured(None, &default)
            }
        };
        let problems = maker.problems.into_inner();
        Configs { by_folder, default, sources, problems }
    }

    /// What holds for a file.
    pub(crate) fn for_file(&self, path: &str) -> &Configured {
        if self.by_folder.is_empty() {
            return &self.default;
        }
        nearest_in(folder_of(path), |folder| self.by_folder.get(folder)).unwrap_or(&self.default)
    }
}

fn nearest<'m, T>(by_folder: &'m BTreeMap<&str, T>, folder: &str) -> Option<&'m T> {
    nearest_in(folder, |folder| by_folder.get(folder))
}

/// What is found in the folder, or else in the nearest above it.
fn nearest_in<T>(folder: &str, find: impl Fn(&str) -> Option<T>) -> Option<T> {
    let mut folder = folder;
    loop {
        if let Some(found) = find(folder) {
            return Some(found);
        }
        match folder {
            "." | "/" | "" => return None,
            _ => folder = folder_of(folder),
        }
    }
}

/// The configuration files in the folders above the given ones, which no search comes across.
pub(crate) fn above<'p>(files: &dyn FileSystem, paths: impl Iterator<Item = &'p String>) -> Vec<String> {
    let mut seen = BTreeSet::new();
    let mut found = Vec::new();
    for path in paths {
        let mut folder = path.as_str();
        loop {
            let up = folder_of(folder);
            if up == folder || !seen.insert(up.to_owned()) {
                break;
            }
            for name in [CONFIG_NAME].into_iter().chain(HADOLINT_NAMES) {
                let candidate = join(up, name);
                if files.read(&candidate, 0).is_ok() {
                    found.push(candidate);
                }
            }
            folder = up;
        }
    }
    found
}

/// The folder that a path lies in; of one without a `/` it is `.`.
pub(crate) fn folder_of(path: &str) -> &str {
    match path.rsplit_once('/') {
        Some(("", _)) => "/",
        Some((folder, _)) => folder,
        None => ".",
    }
}

fn name_of(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}

/// A path that is written in a file of `folder`, seen from where the run was started.
pub(crate) fn join(folder: &str, path: &str) -> String {
    let all =
        if path.starts_with('/') || folder == "." { path.to_owned() } else { format!("{folder}/{path}") };
    let mut parts: Vec<&str> = Vec::new();
    for part in all.split('/') {
        match part {
            "" | "." => {}
            ".." if parts.last().is_some_and(|last| *last != "..") => {
                parts.pop();
            }
            ".." if all.starts_with('/') => {}
            part => parts.push(part),
        }
    }
    format!("{}{}", if all.starts_with('/') { "/" } else { "" }, parts.join("/"))
}
