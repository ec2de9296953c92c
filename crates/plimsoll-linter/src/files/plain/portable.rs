//! By paths, where there are no handles to start from: every step is looked at before, and again after opening.
#![expect(clippy::disallowed_methods, reason = "this is the file system")]

use std::ffi::{OsStr, OsString};
use std::fs::{self, File, Metadata, OpenOptions};
use std::io;
use std::path::{Path, PathBuf};

use crate::files::Refusal;

const LINK: &str = "the path contains a symbolic link";

/// Whether a path could not be opened because a link is part of it.
pub(in crate::files) fn led_by_link(problem: &io::Error) -> bool {
    problem.get_ref().is_some_and(|why| why.to_string() == LINK)
}

/// The error for a path where there is nothing.
pub(in crate::files) fn missing() -> io::Error {
    io::ErrorKind::NotFound.into()
}

/// What there is at a path.
pub(in crate::files) fn metadata(path: &Path) -> io::Result<Metadata> {
    without_links(path)?;
    fs::symlink_metadata(path)
}

/// Opens a regular file for reading.
pub(in crate::files) fn file(path: &Path) -> io::Result<File> {
    let found = metadata(path)?;
    if found.is_dir() {
        return Err(io::ErrorKind::IsADirectory.into());
    }
    if !found.is_file() {
        return Err(Refusal::kind(found.file_type()));
    }
    let file = File::open(path)?;
    without_links(path)?;
    Ok(file)
}

fn without_links(path: &Path) -> io::Result<()> {
    let is_link = |path: &Path| fs::symlink_metadata(path).is_ok_and(|found| found.is_symlink());
    if path.ancestors().any(is_link) { Err(io::Error::other(LINK)) } else { Ok(()) }
}

/// The names in the directory at a path, at most so many.
pub(in crate::files) fn names(path: &Path, limit: usize) -> io::Result<Vec<OsString>> {
    without_links(path)?;
    let entries = fs::read_dir(path)?;
    Ok(entries.filter_map(Result::ok).map(|entry| entry.file_name()).take(limit).collect())
}

/// A directory that was no link when it was looked at last.
pub(in crate::files) struct Directory(PathBuf);

impl Directory {
    /// Opens the directory at a path.
    pub(in crate::files) fn open(path: &Path) -> io::Result<Directory> {
        if metadata(path)?.is_dir() {
            Ok(Directory(path.to_owned()))
        } else {
            Err(io::ErrorKind::NotADirectory.into())
        }
    }

    /// Opens a directory in it, which is created if it is missing.
    pub(in crate::files) fn enter(&self, name: &OsStr) -> io::Result<Directory> {
        match fs::create_dir(self.0.join(name)) {
            Err(why) if why.kind() != io::ErrorKind::AlreadyExists => Err(why),
            _ => Directory::open(&self.0.join(name)),
        }
    }

    /// Creates a file in it, which must not exist.
    pub(in crate::files) fn create(&self, name: &OsStr) -> io::Result<File> {
        let path = self.0.join(name);
        let file = OpenOptions::new().write(true).create_new(true).open(&path)?;
        if let Err(why) = without_links(&path) {
            let _ = fs::remove_file(&path);
            return Err(why);
        }
        Ok(file)
    }

    /// Opens a regular file in it for reading.
    pub(in crate::files) fn file(&self, name: &OsStr) -> io::Result<File> {
        file(&self.0.join(name))
    }

    /// Gives a file another name, in place of what has it.
    pub(in crate::files) fn rename(&self, from: &OsStr, to: &OsStr) -> io::Result<()> {
        without_links(&self.0.join(to))?;
        fs::rename(self.0.join(from), self.0.join(to))
    }

    /// Removes a file.
    pub(in crate::files) fn remove(&self, name: &OsStr) -> io::Result<()> {
        fs::remove_file(self.0.join(name))
    }

    /// The names in it.
    pub(in crate::files) fn names(&self) -> io::Result<Vec<OsString>> {
        names(&self.0, usize::MAX)
    }
}

/// Gives a new file the permissions of the one whose place it takes. Says what could not be kept.
pub(in crate::files) fn keep_attributes(old: &File, new: &File) -> io::Result<Vec<&'static str>> {
    new.set_permissions(old.metadata()?.permissions())?;
    Ok(Vec::new())
}
