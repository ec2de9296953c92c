//! Every configuration of a run, and which one holds for which file: the nearest above it.

use std::collections::BTreeMap;

use plimsoll_diagnostics::{Diagnostic, SourceFile, Sources};

use crate::config::{Config, Overrides};
use crate::kinds::CONFIG_NAME;
use crate::limits::FILE_BYTES;
use crate::load::unreadable;
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

impl Configs {
    /// Reads the configuration files. Each holds for its folder and everything below, up to the next one; a file
    /// that somebody named (`explicit`) holds for everything, and no other is read.
    pub(crate) fn read(
        files: &dyn FileSystem,
        paths: impl IntoIterator<Item = String>,
        explicit: Option<&str>,
        overrides: &Overrides,
        registry: &'static [Registered],
        wanted: &dyn Fn(&Config, &RuleMeta) -> bool,
    ) -> Configs {
        let sources = Sources::new();
        let mut problems = Vec::new();
        let mut read = |path: &str| {
            let bytes = files.read(path, FILE_BYTES);
            let text = bytes.as_deref().map(String::from_utf8_lossy).unwrap_or_default();
            let file = sources.add(SourceFile::new(path, text));
            if let Err(problem) = &bytes {
                problems.push(unreadable(file, problem));
            }
            let (config, found) = Config::parse(sources.text(file), folder_of(path), overrides, registry);
            problems.extend(found);
            let (rules, found) = Ruleset::new(registry, &config, |meta| wanted(&config, meta));
            problems.extend(found);
            Configured { config, rules }
        };
        let (by_folder, default) = match explicit {
            Some(path) => (BTreeMap::new(), Some(read(path))),
            None => {
                (paths.into_iter().map(|path| (folder_of(&path).to_owned(), read(&path))).collect(), None)
            }
        };
        let default = default.unwrap_or_else(|| {
            let config = Config::default_with(overrides, registry);
            let (rules, _) = Ruleset::new(registry, &config, |meta| wanted(&config, meta));
            Configured { config, rules }
        });
        Configs { by_folder, default, sources, problems }
    }

    /// What holds for a file.
    pub(crate) fn for_file(&self, path: &str) -> &Configured {
        if self.by_folder.is_empty() {
            return &self.default;
        }
        let mut folder = folder_of(path);
        loop {
            if let Some(found) = self.by_folder.get(folder) {
                return found;
            }
            match folder {
                "." | "/" | "" => return &self.default,
                _ => folder = folder_of(folder),
            }
        }
    }
}

/// The configuration files in the folders above the given ones, which no search comes across.
pub(crate) fn above<'p>(files: &dyn FileSystem, paths: impl Iterator<Item = &'p String>) -> Vec<String> {
    let mut seen = std::collections::BTreeSet::new();
    let mut found = Vec::new();
    for path in paths {
        let mut folder = path.as_str();
        loop {
            let up = folder_of(folder);
            if up == folder || !seen.insert(up.to_owned()) {
                break;
            }
            let candidate = if up == "." { CONFIG_NAME.to_owned() } else { format!("{up}/{CONFIG_NAME}") };
            if files.read(&candidate, 0).is_ok() {
                found.push(candidate);
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
