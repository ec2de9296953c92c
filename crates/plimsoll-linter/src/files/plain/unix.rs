//! By handles: each step of a path is opened from the directory before it, so nothing that changes meanwhile leads away.

use std::ffi::{OsStr, OsString};
use std::fs::{File, Metadata};
use std::io;
use std::os::fd::OwnedFd;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::MetadataExt;
use std::path::{Component, Path};

use rustix::fs::{AtFlags, CWD, Dir, Gid, Mode, OFlags, Uid};
use rustix::io::Errno;

use crate::files::Refusal;

/// To look at a file or pass through a directory without opening it.
#[cfg(any(target_os = "linux", target_os = "android"))]
const LOOK: OFlags = OFlags::PATH;
#[cfg(not(any(target_os = "linux", target_os = "android")))]
const LOOK: OFlags = OFlags::NONBLOCK;

/// To read without ever waiting for another process, and without taking over a terminal.
const READ: OFlags = OFlags::NONBLOCK.union(OFlags::NOCTTY);

/// Whether a path could not be opened because a link is part of it.
pub(in crate::files) fn led_by_link(problem: &io::Error) -> bool {
    Errno::from_io_error(problem) == Some(Errno::LOOP)
}

/// The error for a path where there is nothing.
pub(in crate::files) fn missing() -> io::Error {
    Errno::NOENT.into()
}

/// What there is at a path.
pub(in crate::files) fn metadata(path: &Path) -> io::Result<Metadata> {
    File::from(open(path, LOOK)?).metadata()
}

/// Opens a regular file for reading.
pub(in crate::files) fn file(path: &Path) -> io::Result<File> {
    // Opening alone can have effects on a device, so it is looked at first.
    check(&metadata(path)?)?;
    if path.starts_with("/proc") {
        return Err(Refusal::NotRegular("a system file").into());
    }
    checked(File::from(open(path, READ)?))
}

fn check(found: &Metadata) -> io::Result<()> {
    if found.is_dir() {
        return Err(Errno::ISDIR.into());
    }
    if found.is_file() { Ok(()) } else { Err(Refusal::kind(found.file_type())) }
}

fn checked(file: File) -> io::Result<File> {
    check(&file.metadata()?)?;
    Ok(file)
}

/// Opens what an absolute path names.
#[cfg(any(target_os = "linux", target_os = "android"))]
fn open(path: &Path, flags: OFlags) -> rustix::io::Result<OwnedFd> {
    use rustix::fs::{ResolveFlags, openat2};
    match openat2(CWD, path, flags | OFlags::CLOEXEC, Mode::empty(), ResolveFlags::NO_SYMLINKS) {
        // Systems that lack it, and sandboxes that do not know it.
        Err(Errno::NOSYS | Errno::PERM | Errno::INVAL | Errno::TOOBIG) => step_by_step(path, flags),
        opened => opened,
    }
}

#[cfg(not(any(target_os = "linux", target_os = "android")))]
fn open(path: &Path, flags: OFlags) -> rustix::io::Result<OwnedFd> {
    step_by_step(path, flags)
}

fn step_by_step(path: &Path, flags: OFlags) -> rustix::io::Result<OwnedFd> {
    let mut at = rustix::fs::open("/", LOOK | OFlags::DIRECTORY | OFlags::CLOEXEC, Mode::empty())?;
    let mut names = path.components().filter(|part| *part != Component::RootDir).peekable();
    while let Some(name) = names.next() {
        let is_last = names.peek().is_none();
        at = step(&at, name.as_os_str(), if is_last { flags } else { LOOK | OFlags::DIRECTORY })?;
    }
    Ok(at)
}

/// Opens what a directory has under a name; a link is an error of its own.
fn step(at: &OwnedFd, name: &OsStr, flags: OFlags) -> rustix::io::Result<OwnedFd> {
    let opened = rustix::fs::openat(at, name, flags | OFlags::NOFOLLOW | OFlags::CLOEXEC, Mode::empty());
    // With `LOOK`, a link is opened itself on some systems; without, systems disagree on the error.
    let may_be_link = opened.is_err() || flags.contains(LOOK);
    if may_be_link && is_link(at, name) { Err(Errno::LOOP) } else { opened }
}

fn is_link(at: &OwnedFd, name: &OsStr) -> bool {
    let found = rustix::fs::statat(at, name, AtFlags::SYMLINK_NOFOLLOW);
    found.is_ok_and(|found| rustix::fs::FileType::from_raw_mode(found.st_mode).is_symlink())
}

/// The names in the directory at a path, at most so many.
pub(in crate::files) fn names(path: &Path, limit: usize) -> io::Result<Vec<OsString>> {
    let directory = Dir::new(open(path, OFlags::RDONLY | OFlags::DIRECTORY)?)?;
    Ok(names_in(directory).take(limit).collect())
}

fn names_in(directory: Dir) -> impl Iterator<Item = OsString> {
    let names = directory.filter_map(Result::ok);
    let names = names.map(|entry| OsStr::from_bytes(entry.file_name().to_bytes()).to_owned());
    names.filter(|name| name != "." && name != "..")
}

/// An open directory. It stays the same one, whatever happens to its path.
pub(in crate::files) struct Directory(OwnedFd);

impl Directory {
    /// Opens the directory at a path.
    pub(in crate::files) fn open(path: &Path) -> io::Result<Directory> {
        Ok(Directory(open(path, OFlags::RDONLY | OFlags::DIRECTORY)?))
    }

    /// Opens a directory in it, which is created if it is missing.
    pub(in crate::files) fn enter(&self, name: &OsStr) -> io::Result<Directory> {
        match rustix::fs::mkdirat(&self.0, name, Mode::from_raw_mode(0o777)) {
            Err(why) if why != Errno::EXIST => return Err(why.into()),
            _ => {}
        }
        Ok(Directory(step(&self.0, name, OFlags::RDONLY | OFlags::DIRECTORY)?))
    }

    /// Creates a file in it, which must not exist.
    pub(in crate::files) fn create(&self, name: &OsStr) -> io::Result<File> {
        let new = OFlags::WRONLY | OFlags::CREATE | OFlags::EXCL | OFlags::NOFOLLOW | OFlags::CLOEXEC;
        Ok(rustix::fs::openat(&self.0, name, new, Mode::from_raw_mode(0o666))?.into())
    }

    /// Opens a regular file in it for reading.
    pub(in crate::files) fn file(&self, name: &OsStr) -> io::Result<File> {
        check(&File::from(step(&self.0, name, LOOK)?).metadata()?)?;
        checked(step(&self.0, name, READ)?.into())
    }

    /// Gives a file another name, in place of what has it.
    pub(in crate::files) fn rename(&self, from: &OsStr, to: &OsStr) -> io::Result<()> {
        Ok(rustix::fs::renameat(&self.0, from, &self.0, to)?)
    }

    /// Removes a file.
    pub(in crate::files) fn remove(&self, name: &OsStr) -> io::Result<()> {
        Ok(rustix::fs::unlinkat(&self.0, name, AtFlags::empty())?)
    }

    /// The names in it.
    pub(in crate::files) fn names(&self) -> io::Result<Vec<OsString>> {
        Ok(names_in(Dir::read_from(&self.0)?).collect())
    }
}

/// Gives a new file the owner, the mode and the extended attributes of the one whose place it takes. Says what could not
/// be kept.
pub(in crate::files) fn keep_attributes(old: &File, new: &File) -> io::Result<Vec<&'static str>> {
    let (was, is) = (old.metadata()?, new.metadata()?);
    let mut lost = Vec::new();
    let mut mode = was.mode() & 0o7777;
    if (was.uid(), was.gid()) != (is.uid(), is.gid()) {
        let (uid, gid) = (Uid::from_raw(was.uid()), Gid::from_raw(was.gid()));
        if rustix::fs::fchown(new, Some(uid), Some(gid)).is_err() {
            // What runs as its owner must not run as another one.
            mode &= 0o777;
            lost.push("owner");
        }
    }
    if !keep_extended(old, new) {
        lost.push("extended attributes");
    }
    // After the owner and the access list, which change it.
    rustix::fs::fchmod(new, Mode::from_raw_mode(mode as rustix::fs::RawMode))?;
    Ok(lost)
}

#[cfg(any(target_os = "linux", target_os = "android", target_vendor = "apple"))]
fn keep_extended(old: &File, new: &File) -> bool {
    let Some(names) = list(old) else { return true };
    let mut names = names.split(|byte| *byte == 0).filter(|name| !name.is_empty());
    names.all(|name| {
        let Some(value) = value(old, name) else { return true };
        value_is(new, name, &value)
            || rustix::fs::fsetxattr(new, name, &value, rustix::fs::XattrFlags::empty()).is_ok()
    })
}

#[cfg(not(any(target_os = "linux", target_os = "android", target_vendor = "apple")))]
fn keep_extended(_: &File, _: &File) -> bool {
    true
}

#[cfg(any(target_os = "linux", target_os = "android", target_vendor = "apple"))]
fn value_is(file: &File, name: &[u8], expected: &[u8]) -> bool {
    value(file, name).is_some_and(|value| value == expected)
}

/// The names of a file's extended attributes, each ended by a zero; `None` where there is no such thing.
#[cfg(any(target_os = "linux", target_os = "android", target_vendor = "apple"))]
fn list(file: &File) -> Option<Vec<u8>> {
    let mut names = vec![0; rustix::fs::flistxattr_query(file).ok()?];
    let length = rustix::fs::flistxattr(file, names.as_mut_slice()).ok()?;
    names.truncate(length);
    Some(names)
}

#[cfg(any(target_os = "linux", target_os = "android", target_vendor = "apple"))]
fn value(file: &File, name: &[u8]) -> Option<Vec<u8>> {
    let mut value = vec![0; rustix::fs::fgetxattr_query(file, name).ok()?];
    let length = rustix::fs::fgetxattr(file, name, value.as_mut_slice()).ok()?;
    value.truncate(length);
    Some(value)
}
