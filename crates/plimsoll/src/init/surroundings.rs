//! What lies around the directory in which `plimsoll init` runs: the repository, and a configuration of hadolint.

use plimsoll_linter::{Disk, FileSystem, HADOLINT_NAMES};

use crate::ambient::{ambient, here};

/// Where new files belong, and what they must take into account.
pub(super) struct Surroundings {
    /// The root of the repository, as a prefix: `../`, or nothing where the command runs in it or in none.
    pub(super) root: String,
    pub(super) hadolint: Option<HadolintFile>,
}

/// A configuration of hadolint that applies here.
pub(super) enum HadolintFile {
    /// In this directory.
    Beside(String),
    /// In a directory above, or the user's own.
    Elsewhere(String),
}

impl Surroundings {
    pub(super) fn find(disk: &Disk) -> Surroundings {
        let depth = here().split('/').filter(|name| !name.is_empty()).count();
        let above: Vec<String> = (0..=depth).map(|up| "../".repeat(up)).collect();
        let repository = above.iter().position(|folder| exists(disk, &format!("{folder}.git")));
        let searched = above.get(..=repository.unwrap_or(depth)).unwrap_or_default();
        let configured =
            searched.iter().flat_map(|folder| HADOLINT_NAMES.map(|name| format!("{folder}{name}")));
        let hadolint = configured.chain(ambient().files).find(|path| exists(disk, path));
        Surroundings {
            root: repository.and_then(|up| above.get(up)).cloned().unwrap_or_default(),
            hadolint: hadolint.map(|path| {
                if path.contains('/') { HadolintFile::Elsewhere(path) } else { HadolintFile::Beside(path) }
            }),
        }
    }
}

/// Whether there is a file or a directory of this name.
pub(super) fn exists(disk: &Disk, path: &str) -> bool {
    disk.look(path).is_ok()
}
