//! The one door to the disk: everything that is read, looked at or written below the roots of a run.

use std::borrow::Cow;
use std::ffi::OsString;
use std::fs::{FileType, Metadata};
use std::io;
use std::path::{Path, PathBuf};

use super::modes::Modes;
use super::roots::Roots;
use super::search::{Lister, walk};
use super::{Entry, FileSystem, Keep, Refusal, Search, plain};

/// Files on disk. Nothing outside the roots is opened, looked at or written, whatever links stand in a path.
///
/// There is a root for each path that the user named: the nearest directory above it that holds `.git`, else the directory
/// that paths start from, else the directory that was named or holds the named file.
#[derive(Clone, Debug)]
pub struct Disk {
    pub(super) roots: Roots,
    modes: Modes,
}

impl Disk {
    /// The disk for a run over `named`, with paths that start from the directory that the program was started in.
    ///
    /// # Errors
    /// When there is no such directory.
    #[expect(clippy::disallowed_methods, reason = "this is the file system")]
    pub fn here(named: &[String]) -> io::Result<Disk> {
        let roots = Roots::around(std::fs::canonicalize(".")?, named);
        Ok(Disk { roots, modes: Modes::default() })
    }

    /// The disk for everything below a directory that paths start from.
    #[expect(clippy::disallowed_methods, reason = "this is the file system")]
    pub fn below(base: &Path) -> Disk {
        let real = std::fs::canonicalize(base);
        let roots = Roots::around(real.unwrap_or_else(|_| base.to_owned()), &[".".to_owned()]);
        Disk { roots, modes: Modes::default() }
    }

    /// What there is at a path: its kind, its size, its dates.
    ///
    /// # Errors
    /// When there is nothing, or it may not be looked at.
    pub fn metadata(&self, path: &str) -> io::Result<Metadata> {
        self.reach(path, plain::metadata)
    }

    /// The names in a folder; `None` where there are more than `limit`.
    pub(super) fn names(&self, folder: &str, limit: usize) -> io::Result<Option<Vec<OsString>>> {
        let names = self.reach(folder, |folder| plain::names(folder, limit + 1))?;
        Ok(Some(names).filter(|names| names.len() <= limit))
    }

    /// Searches a directory. Of each directory with files that were found, `lister` is told.
    pub(super) fn search(
        &self,
        folder: &str,
        keep: &(dyn Fn(&str) -> Keep + Sync),
        lister: Option<&Lister<'_>>,
    ) -> Search {
        walk(&self.roots, &self.modes, &self.roots.absolute(folder), folder, keep, lister)
    }

    /// The disk that has a folder that the user named: this one, or outside of its roots one for that folder alone.
    fn around(&self, folder: &str) -> Cow<'_, Disk> {
        if self.roots.entered(&self.roots.absolute(folder)).is_some() {
            return Cow::Borrowed(self);
        }
        Cow::Owned(Disk { roots: self.roots.elsewhere(folder), modes: Modes::default() })
    }

    /// Acts on a path of the run. Links in it are followed if it cannot be done without, and if they stay in the roots.
    fn reach<T>(&self, path: &str, act: impl Fn(&Path) -> io::Result<T>) -> io::Result<T> {
        let place = self.roots.place(&self.roots.absolute(path)).ok_or(Refusal::Outside)?;
        match act(&place) {
            Err(problem) if plain::led_by_link(&problem) => act(&self.roots.follow(&place)?),
            done => done,
        }
    }

    /// Where a path is that the user named, whether there is a file or not: its links may lead anywhere, unless it leads
    /// through a root.
    #[expect(clippy::disallowed_methods, reason = "this is the file system")]
    pub(super) fn named(&self, path: &Path) -> io::Result<PathBuf> {
        if let Some(place) = self.roots.entered(path) {
            return self.roots.follow(&place);
        }
        std::fs::canonicalize(path).or_else(|why| match (path.parent(), path.file_name()) {
            (Some(folder), Some(name)) => Ok(std::fs::canonicalize(folder)?.join(name)),
            _ => Err(why),
        })
    }

    /// A pipe, a device or the like that the user named. Some of them have no path but this one.
    #[expect(clippy::disallowed_methods, reason = "this is the file system")]
    pub(super) fn special(&self, path: &Path) -> Option<FileType> {
        if self.roots.entered(path).is_some() {
            return None;
        }
        let kind = std::fs::metadata(path).ok()?.file_type();
        (!kind.is_file() && !kind.is_dir()).then_some(kind)
    }
}

impl FileSystem for Disk {
    fn read(&self, path: &str, limit: usize) -> io::Result<Vec<u8>> {
        plain::bytes(self.reach(path, plain::file)?, limit)
    }

    fn read_named(&self, path: &str, limit: usize) -> io::Result<Vec<u8>> {
        let path = self.roots.absolute(path);
        if let Some(kind) = self.special(&path) {
            return Err(Refusal::kind(kind));
        }
        plain::read(&self.named(&path)?, limit)
    }

    fn look(&self, path: &str) -> io::Result<Entry> {
        let found = self.metadata(path)?;
        match (found.is_dir(), found.is_file()) {
            (true, _) => Ok(Entry::Folder),
            (_, true) => Ok(Entry::File),
            _ => Err(Refusal::kind(found.file_type())),
        }
    }

    fn is_executable(&self, path: &str) -> Option<bool> {
        let found = self.reach(path, |place| Ok(self.modes.is_executable(place)));
        found.ok().flatten()
    }

    fn is_link(&self, path: &str) -> bool {
        let place = self.roots.place(&self.roots.absolute(path));
        place.is_some_and(|place| place.symlink_metadata().is_ok_and(|found| found.is_symlink()))
    }

    fn repository_path(&self, path: &str) -> Option<String> {
        self.roots.repository_path(&self.roots.absolute(path))
    }

    fn walk(&self, folder: &str, keep: &(dyn Fn(&str) -> Keep + Sync)) -> Search {
        self.search(folder, keep, None)
    }

    fn is_named_folder(&self, path: &str) -> bool {
        self.around(path).is_folder(path)
    }

    fn walk_named(&self, folder: &str, keep: &(dyn Fn(&str) -> Keep + Sync)) -> Search {
        self.around(folder).walk(folder, keep)
    }
}

#[cfg(all(test, unix))]
mod tests {
    #![allow(clippy::disallowed_methods, clippy::unwrap_used)]

    use std::fs;
    use std::os::unix::fs::PermissionsExt;

    use super::*;

    #[test]
    fn only_who_asks_for_executables_finds_them() {
        let all = std::env::temp_dir().join(format!("plimsoll-search-{}", std::process::id()));
        let _ = fs::remove_dir_all(&all);
        fs::create_dir_all(&all).unwrap();
        for (name, mode) in [("run", 0o755), ("notes", 0o644), ("Dockerfile", 0o755)] {
            fs::write(all.join(name), "").unwrap();
            fs::set_permissions(all.join(name), fs::Permissions::from_mode(mode)).unwrap();
        }
        let disk = Disk::below(&all);
        let found = |others| {
            let keep = move |path: &str| if path == "Dockerfile" { Keep::Yes } else { others };
            let found = disk.walk(".", &keep);
            (found.files, found.executables)
        };
        let dockerfile = vec!["Dockerfile".to_owned()];
        assert_eq!(found(Keep::IfExecutable), (dockerfile.clone(), vec!["run".to_owned()]));
        assert_eq!(found(Keep::No), (dockerfile, Vec::new()));
        fs::remove_dir_all(all).unwrap();
    }
}
