//! The services that all Compose files of a repository have: what a file of a run does not have may be there.

use std::collections::BTreeSet;

use plimsoll_compose::FileTree;
use plimsoll_compose::yaml::Yaml;
use plimsoll_diagnostics::{FileId, Text};
use plimsoll_project::is_named_alone;

use crate::folders::{above, climbs, join};
use crate::limits::FILE_BYTES;
use crate::load::Services;
use crate::{FileKind, FileSystem};

/// How many directories are climbed to find the root of the repository.
const MOST_LEVELS: usize = 32;

/// How many Compose files are read to learn what a repository runs.
const MOST_READ: usize = 2_000;

/// Reads what is in the repositories around these directories.
pub(crate) fn services(files: &dyn FileSystem, folders: &BTreeSet<String>) -> Services {
    let roots: BTreeSet<String> = folders.iter().map(|folder| root_around(files, folder)).collect();
    let is_compose = |file: &str| FileKind::of(file) == Some(FileKind::Compose);
    let found = roots.iter().flat_map(|root| files.walk(root, &is_compose).files).take(MOST_READ);
    let mut all = Services::default();
    for path in found {
        let Ok(bytes) = files.read(&path, FILE_BYTES) else { continue };
        let text = String::from_utf8_lossy(&bytes);
        let tree = FileTree::parse(Text::new(&text, FileId::FIRST, 0));
        let services = tree.root.get("services").and_then(Yaml::as_mapping);
        for service in services.into_iter().flat_map(|services| services.entries.iter()) {
            let name = || service.key.value.to_string();
            all.all.insert(name());
            let says_what = ["image", "build"].iter().any(|key| service.value.get(key).is_some());
            if says_what && !is_named_alone(&path) {
                all.run.insert(name());
            }
        }
    }
    all
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
