//! The services that all Compose files of a repository have: what a file of a run does not have may be there.

use std::collections::{BTreeMap, BTreeSet};

use plimsoll_compose::FileTree;
use plimsoll_compose::yaml::Yaml;
use plimsoll_diagnostics::{FileId, Text};
use plimsoll_project::is_named_alone;

use crate::folders::{above, climbs, from_here, join};
use crate::limits::FILE_BYTES;
use crate::load::KnownServices;
use crate::{FileKind, FileSystem};

/// How many directories are climbed to find the root of the repository.
const MOST_LEVELS: usize = 32;

/// How many Compose files are read to learn what a repository runs.
const MOST_READ: usize = 2_000;

/// The services of the Compose files in a repository.
#[derive(Debug)]
pub(crate) struct Services(BTreeMap<String, Names>);

/// The services of a file, by name.
#[derive(Debug, Default, PartialEq, Eq)]
struct Names {
    /// Those that it runs, if it is a part of an application: a file such as `compose.backend.yml`, which Compose is given
    /// together with others.
    run: BTreeSet<String>,
    /// All of them.
    all: BTreeSet<String>,
}

impl Services {
    /// Reads what is in these files and in the repositories around these directories. `here` is where the run was started.
    pub(crate) fn read(
        files: &dyn FileSystem,
        paths: &BTreeSet<String>,
        folders: &BTreeSet<String>,
        here: &str,
    ) -> Services {
        let roots: BTreeSet<String> = folders.iter().map(|folder| root_around(files, folder)).collect();
        let is_compose = |file: &str| FileKind::of(file) == Some(FileKind::Compose);
        let found = roots.iter().flat_map(|root| files.walk(root, &is_compose).files);
        let found = found.map(|path| from_here(&path, here).to_owned());
        let all = paths.iter().cloned().chain(found).take(MOST_READ);
        Services(all.map(|path| (path.clone(), Names::read(files, &path))).collect())
    }

    /// Reads a file again that has another text. Whether it has other services now.
    pub(crate) fn change(&mut self, files: &dyn FileSystem, path: &str) -> bool {
        let Some(names) = self.0.get_mut(path) else { return false };
        let new = Names::read(files, path);
        let is_other = *names != new;
        *names = new;
        is_other
    }
}

impl KnownServices for Services {
    fn run(&self, service: &str) -> bool {
        self.0.values().any(|names| names.run.contains(service))
    }

    fn have(&self, service: &str) -> bool {
        self.0.values().any(|names| names.all.contains(service))
    }
}

impl Names {
    fn read(files: &dyn FileSystem, path: &str) -> Names {
        let mut names = Names::default();
        let Ok(bytes) = files.read(path, FILE_BYTES) else { return names };
        let text = String::from_utf8_lossy(&bytes);
        let tree = FileTree::parse(Text::new(&text, FileId::FIRST, 0));
        let services = tree.root.get("services").and_then(Yaml::as_mapping);
        for service in services.into_iter().flat_map(|services| services.entries.iter()) {
            let name = || service.key.value.to_string();
            names.all.insert(name());
            let says_what = ["image", "build"].iter().any(|key| service.value.get(key).is_some());
            if says_what && !is_named_alone(path) {
                names.run.insert(name());
            }
        }
        names
    }
}

/// The root of the repository around a directory; without one, where the run was started.
pub(crate) fn root_around(files: &dyn FileSystem, folder: &str) -> String {
    let mut at = plain(folder).to_owned();
    for _ in 0..MOST_LEVELS {
        if files.look(&join(&at, ".git")).is_ok() {
            return at;
        }
        match above(&at) {
            Some(up) => at = up.into_owned(),
            None => break,
        }
    }
    if folder.starts_with('/') || climbs(folder) > 0 { plain(folder).to_owned() } else { ".".to_owned() }
}

/// `a/` and `./a` are `a`.
pub(crate) fn plain(folder: &str) -> &str {
    let folder = folder.strip_prefix("./").unwrap_or(folder);
    let folder = if folder.len() > 1 { folder.trim_end_matches('/') } else { folder };
    if folder.is_empty() { "." } else { folder }
}
