//! Whether files can be executed: by the disk, and by Git, which keeps nothing else of their modes.

use std::collections::{HashMap, HashSet};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use super::git_index::EntryKind;
#[cfg(unix)]
use super::repository;
use super::repository::Repository;

/// What the repositories of a run keep. The index of each is read once: when a search needs what it tracks, or when
/// somebody asks.
#[derive(Clone, Debug, Default)]
pub(super) struct Modes(Arc<Mutex<HashMap<PathBuf, Programs>>>);

/// The files of a repository that can be executed, seen from its root; `None` where its index cannot be read.
type Programs = Arc<Option<HashSet<PathBuf>>>;

impl Modes {
    /// Whether a file can be executed. One that the disk says cannot, and Git says can, is on a disk that does not know.
    #[cfg(unix)]
    pub(super) fn is_executable(&self, path: &Path) -> Option<bool> {
        if can_be_executed(path) {
            return Some(true);
        }
        let root = path.ancestors().skip(1).find(|above| repository::is_root(above))?;
        let programs = self.programs(root);
        let is_program = |programs: &HashSet<PathBuf>| Some(programs.contains(path.strip_prefix(root).ok()?));
        (*programs).as_ref().and_then(is_program)
    }

    /// Elsewhere, no file says of itself whether it can be executed, and builds make all of them executable.
    #[cfg(not(unix))]
    pub(super) fn is_executable(&self, _: &Path) -> Option<bool> {
        None
    }

    #[cfg(unix)]
    fn programs(&self, root: &Path) -> Programs {
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let read = || programs(&Repository::new(root), &mut |_, _| {}).0;
        Arc::clone(known.entry(root.to_owned()).or_insert_with(read))
    }

    /// Hands each path that a repository tracks to `take`, and keeps what is asked later.
    ///
    /// # Errors
    /// As for [`Repository::tracked`].
    pub(super) fn tracked(
        &self,
        repository: &Repository,
        take: &mut dyn FnMut(&str, EntryKind),
    ) -> Result<(), (PathBuf, String)> {
        let (programs, read) = programs(repository, take);
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        known.insert(repository.root.clone(), programs);
        read
    }
}

/// The files of a repository that can be executed. Each path that it tracks is handed to `take`.
fn programs(
    repository: &Repository,
    take: &mut dyn FnMut(&str, EntryKind),
) -> (Programs, Result<(), (PathBuf, String)>) {
    let mut programs = HashSet::new();
    let read = repository.tracked(&mut |path, kind| {
        if kind == EntryKind::Program {
            programs.insert(PathBuf::from(path));
        }
        take(path, kind);
    });
    (Arc::new(read.is_ok().then_some(programs)), read)
}

#[cfg(unix)]
pub(super) fn can_be_executed(path: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt;
    path.symlink_metadata().is_ok_and(|found| found.permissions().mode() & 0o111 != 0)
}

/// Only extensions tell there.
#[cfg(not(unix))]
pub(super) fn can_be_executed(_: &Path) -> bool {
    false
}

#[cfg(all(test, unix))]
mod tests {
    #![allow(clippy::disallowed_methods, clippy::unwrap_used)]

    use std::fs;
    use std::os::unix::fs::PermissionsExt;

    use super::*;

    #[test]
    fn only_a_repository_keeps_modes() {
        let all = std::env::temp_dir().join(format!("plimsoll-modes-{}", std::process::id()));
        let _ = fs::remove_dir_all(&all);
        fs::create_dir_all(all.join("repository/.git")).unwrap();
        fs::create_dir_all(all.join("copy")).unwrap();
        for (name, mode) in [("plain.sh", 0o644), ("program.sh", 0o755)] {
            for folder in ["repository", "copy"] {
                let path = all.join(folder).join(name);
                fs::write(&path, "").unwrap();
                fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
            }
        }
        let modes = Modes::default();
        let is_executable = |path: &str| modes.is_executable(&all.join(path));
        assert_eq!(is_executable("repository/plain.sh"), Some(false));
        assert_eq!(is_executable("repository/program.sh"), Some(true));
        assert_eq!(is_executable("copy/plain.sh"), None);
        assert_eq!(is_executable("copy/program.sh"), Some(true));
        // What a search has read of the index is not read again.
        let searched = Modes::default();
        searched.tracked(&Repository::new(&all.join("repository")), &mut |_, _| {}).unwrap();
        // An index that cannot be read may say anything.
        fs::write(all.join("repository/.git/index"), "no index").unwrap();
        assert_eq!(Modes::default().is_executable(&all.join("repository/plain.sh")), None);
        assert_eq!(searched.is_executable(&all.join("repository/plain.sh")), Some(false));
        fs::remove_dir_all(all).unwrap();
    }
}
