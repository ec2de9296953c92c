//! Where configuration files lie: for which folder each holds, and which lie above what is checked.

use std::borrow::Cow;
use std::collections::BTreeSet;

use rayon::prelude::*;

use crate::folders::{above, climbs, folder_of, holds, join, name_of};
use crate::formats::{CONFIG_NAME, HADOLINT_NAMES, LINTERS_FOLDER};
use crate::limits::FOLDERS_WORTH_THREADS;
use crate::peers::PeerConfig;
use crate::{Entry, FileSystem, Refusal, Workspace};

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
pub(super) fn hadolint_in<'p>(paths: &[&'p str]) -> Option<&'p str> {
    let named = |name: &str, kept: bool| {
        paths.iter().copied().find(|path| name_of(path) == name && is_kept_by_wrapper(path) == kept)
    };
    [false, true].into_iter().find_map(|kept| HADOLINT_NAMES.into_iter().find_map(|name| named(name, kept)))
}

/// Whether a file of hadolint's lies where wrappers keep it.
pub(super) fn is_kept_by_wrapper(path: &str) -> bool {
    HADOLINT_NAMES.contains(&name_of(path)) && folder_of(path).ends_with(LINTERS_FOLDER)
}

/// The configuration files above what is checked, which no search comes across. Nothing is looked for above a repository;
/// what was named without a repository around it has them up to the root of the file system.
pub(crate) fn find_above(files: &dyn FileSystem, workspace: &Workspace, here: &str) -> Vec<String> {
    let mut folders = BTreeSet::new();
    for path in workspace.linted() {
        let mut folder = folder_of(path);
        while folders.insert(folder.to_owned()) && !workspace.roots.contains(folder) {
            folder = folder_of(folder);
        }
    }
    for root in &workspace.roots {
        let mut up = up_to_repository(files, root, here);
        folders.extend(up.next());
        // Above a folder that is known, all are known.
        for folder in up {
            if !folders.insert(folder) {
                break;
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
            names.extend(PeerConfig::all().flat_map(|peer| peer.files).map(|name| (*name).to_owned()));
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

/// A folder and those above it, up to the root of the repository; up to that of the file system where there is none.
pub(super) fn up_to_repository(
    files: &dyn FileSystem,
    folder: &str,
    here: &str,
) -> impl Iterator<Item = String> {
    let highest = here.split('/').filter(|name| !name.is_empty()).count();
    std::iter::successors(Some(folder.to_owned()), move |folder| {
        let up = above(folder).filter(|up| climbs(up) <= highest);
        up.filter(|_| !is_repository(files, folder)).map(Cow::into_owned)
    })
}

/// Whether there is a configuration file, even one that cannot be read: that is a mistake and not its absence.
pub(super) fn is_there(files: &dyn FileSystem, path: &str) -> bool {
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

pub(super) fn is_repository(files: &dyn FileSystem, folder: &str) -> bool {
    // A file in a worktree and in a submodule.
    files.look(&join(folder, ".git")).is_ok()
}
