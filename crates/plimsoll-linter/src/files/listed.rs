//! The disk during one run, with a list of each directory where a file was missing.
//!
//! A run looks for dozens of files beside each file that it checks, such as `.dockerignore` and `compose.prod.yaml`, and
//! nearly all of them are missing. To list the directory once costs as much as asking for two of them, and a search has listed
//! it anyway.

use std::collections::HashMap;
use std::ffi::OsString;
use std::io;
use std::sync::{Arc, OnceLock, PoisonError, RwLock};

use memchr::memmem;

use super::{Disk, Entry, FileSystem, Keep, Search, plain};
use crate::folders::{folder_of, name_of};
use crate::limits::LISTED_NAMES;

/// The disk during one run. A file that is created meanwhile may not be seen.
pub struct Listed<'d> {
    disk: &'d Disk,
    folders: RwLock<HashMap<String, Folder>>,
}

/// The names in a directory in lower case, with slashes around them. `None` where it has too many, or cannot be listed.
type Folder = Arc<OnceLock<Option<Box<str>>>>;

impl<'d> Listed<'d> {
    /// The disk before anything is listed.
    pub fn new(disk: &'d Disk) -> Listed<'d> {
        Listed { disk, folders: RwLock::default() }
    }

    /// Whether there is certainly nothing at a path.
    fn is_missing(&self, path: &str) -> bool {
        let (folder, name) = (folder_of(path), name_of(path));
        // Some systems ignore the case of letters and dots at the end, and have short forms of names.
        let is_common = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b'_');
        if name.is_empty() || name.ends_with('.') || !name.bytes().all(is_common) {
            return false;
        }
        let known = self.folders.read().unwrap_or_else(PoisonError::into_inner).get(folder).cloned();
        // In a directory that is missing, everything is.
        let Some(known) = known else { return self.is_missing(folder) };
        let names = known.get_or_init(|| self.list(folder));
        let asked = format!("/{}/", name.to_ascii_lowercase());
        names.as_ref().is_some_and(|names| memmem::find(names.as_bytes(), asked.as_bytes()).is_none())
    }

    fn list(&self, folder: &str) -> Option<Box<str>> {
        self.disk.names(folder, LISTED_NAMES).ok()?.map(|names| joined(&names))
    }

    /// Takes in what a search saw in a directory.
    fn take(&self, folder: String, names: &[OsString]) {
        if names.len() <= LISTED_NAMES {
            let mut folders = self.folders.write().unwrap_or_else(PoisonError::into_inner);
            folders.insert(folder, Arc::new(OnceLock::from(Some(joined(names)))));
        }
    }

    /// Asks the disk, unless the answer is known.
    fn ask<T>(&self, path: &str, ask: impl Fn() -> io::Result<T>) -> io::Result<T> {
        if self.is_missing(path) {
            return Err(plain::missing());
        }
        let found = ask();
        if found.as_ref().is_err_and(|why| why.kind() == io::ErrorKind::NotFound) {
            let mut folders = self.folders.write().unwrap_or_else(PoisonError::into_inner);
            folders.entry(folder_of(path).to_owned()).or_default();
        }
        found
    }
}

impl FileSystem for Listed<'_> {
    fn read(&self, path: &str, limit: usize) -> io::Result<Vec<u8>> {
        self.ask(path, || self.disk.read(path, limit))
    }

    fn read_named(&self, path: &str, limit: usize) -> io::Result<Vec<u8>> {
        self.disk.read_named(path, limit)
    }

    fn look(&self, path: &str) -> io::Result<Entry> {
        self.ask(path, || self.disk.look(path))
    }

    fn repository_path(&self, path: &str) -> Option<String> {
        self.disk.repository_path(path)
    }

    fn is_executable(&self, path: &str) -> Option<bool> {
        self.disk.is_executable(path)
    }

    fn is_link(&self, path: &str) -> bool {
        !self.is_missing(path) && self.disk.is_link(path)
    }

    fn walk(&self, folder: &str, keep: &(dyn Fn(&str) -> Keep + Sync)) -> Search {
        self.disk.search(folder, keep, Some(&|folder, names| self.take(folder, names)))
    }

    fn is_named_folder(&self, path: &str) -> bool {
        self.disk.is_named_folder(path)
    }

    fn walk_named(&self, folder: &str, keep: &(dyn Fn(&str) -> Keep + Sync)) -> Search {
        self.disk.walk_named(folder, keep)
    }
}

/// Names in lower case, with slashes around them.
fn joined(names: &[OsString]) -> Box<str> {
    let mut all = "/".to_owned();
    for name in names {
        all.push_str(&name.to_string_lossy());
        all.push('/');
    }
    all.make_ascii_lowercase();
    all.into()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::disallowed_methods, clippy::unwrap_used)]

    use std::fs;

    use super::*;

    #[test]
    fn a_directory_is_listed_once() {
        let all = std::env::temp_dir().join(format!("plimsoll-listed-{}", std::process::id()));
        let _ = fs::remove_dir_all(&all);
        fs::create_dir_all(all.join("sub")).unwrap();
        fs::write(all.join("sub/Dockerfile"), "FROM a\n").unwrap();
        let disk = Disk::below(&all);
        let files = Listed::new(&disk);
        let is_missing = |path: &str| {
            let look = files.look(path).is_err_and(|why| why.kind() == io::ErrorKind::NotFound);
            let read = files.read(path, 0).is_err_and(|why| why.kind() == io::ErrorKind::NotFound);
            (look, read)
        };
        for _ in 0..2 {
            assert_eq!(is_missing("sub/.dockerignore"), (true, true));
            assert_eq!(is_missing("sub/none/a/b"), (true, true));
            assert!(files.is_file("sub/none/../Dockerfile"));
            assert!(files.is_file("sub/Dockerfile") && files.is_folder("sub") && files.is_folder("sub/"));
            assert_eq!(files.read("sub/../sub/Dockerfile", 9).unwrap(), b"FROM a\n");
        }
        // The list answers now, for names that mean the same everywhere.
        fs::write(all.join("sub/.dockerignore"), "").unwrap();
        fs::write(all.join("sub/Dockerfile.é"), "").unwrap();
        assert_eq!(is_missing("sub/.dockerignore"), (true, true));
        assert!(files.is_file("sub/Dockerfile.é"));
        fs::remove_dir_all(all).unwrap();
    }

    #[test]
    fn what_a_search_saw_is_not_listed_again() {
        let all = std::env::temp_dir().join(format!("plimsoll-searched-{}", std::process::id()));
        let _ = fs::remove_dir_all(&all);
        fs::create_dir_all(all.join("sub/empty")).unwrap();
        fs::write(all.join("sub/Dockerfile"), "FROM a\n").unwrap();
        let disk = Disk::below(&all);
        let files = Listed::new(&disk);
        let found = files.walk(".", &|path| path.ends_with("Dockerfile").into()).files;
        assert_eq!(found, ["sub/Dockerfile"]);
        // Only a directory in which nothing was found is looked at later.
        for folder in ["sub", "sub/empty"] {
            fs::write(all.join(folder).join("plimsoll.toml"), "").unwrap();
        }
        assert!(!files.is_file("sub/plimsoll.toml") && files.is_file("sub/Dockerfile"));
        assert!(files.is_file("sub/empty/plimsoll.toml"));
        fs::remove_dir_all(all).unwrap();
    }
}
