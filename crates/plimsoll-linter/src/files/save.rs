//! Writing to the disk: a file whole or not at all, in the place that was meant, with what belongs to it.

use std::collections::hash_map::RandomState;
use std::ffi::{OsStr, OsString};
use std::fs::{File, OpenOptions};
use std::hash::{BuildHasher, Hasher};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use super::{Disk, Refusal, plain};

/// What the names of unfinished files start and end with; sixteen random hexadecimal digits are in between.
const UNFINISHED: (&str, &str) = (".plimsoll-", ".tmp");

/// No write takes so long: an older unfinished file was left by a run that was killed.
const ABANDONED_AFTER: Duration = Duration::from_hours(1);

/// A file that is written, but not yet in its place. Dropped, it leaves nothing behind.
pub struct WholeFile(Target);

enum Target {
    /// A file beside its place, which it takes by a rename.
    Beside {
        directory: plain::Directory,
        unfinished: OsString,
        name: OsString,
        /// The attributes of the old file that the new one does not have.
        lost: Vec<&'static str>,
    },
    /// A pipe or a device, which nothing can take the place of.
    Special(PathBuf, Vec<u8>),
}

impl Disk {
    /// Puts other text into a file of the project, which keeps its owner, its mode and its extended attributes. Gives back
    /// which of them the system did not let it keep. A link stays a link: the file that it leads to is changed.
    ///
    /// # Errors
    /// When the file lies outside the roots, is not text, is read-only or has other names; it is as it was then.
    pub fn replace(&self, path: &str, text: &str) -> io::Result<Vec<&'static str>> {
        let place = self.roots.place(&self.roots.absolute(path)).ok_or(Refusal::Outside)?;
        let place = self.roots.follow(&place)?;
        let (directory, name) = beside(&place)?;
        let mut old = directory.file(&name)?;
        let names = other_names(&old)?;
        if names > 0 {
            let names = if names == 1 { "another name" } else { "other names" };
            let why = format!("the file has {names} (hard links), which would keep the old text");
            return Err(io::Error::other(why));
        }
        let mut bytes = Vec::new();
        old.read_to_end(&mut bytes)?;
        if std::str::from_utf8(&bytes).is_err() {
            return Err(io::Error::other("the file is not UTF-8, and invalid bytes would be lost"));
        }
        WholeFile::beside(directory, name, Some(&old), text.as_bytes())?.put()
    }

    /// Writes a new file below the roots, and the directories to it. No link is followed, not even within the roots.
    ///
    /// # Errors
    /// When there is such a file, or a link on the way.
    pub fn create(&self, path: &str, text: &str) -> io::Result<()> {
        let place = self.roots.place(&self.roots.absolute(path)).ok_or(Refusal::Outside)?;
        let (root, names) = self.roots.way_down(&place).ok_or(Refusal::Outside)?;
        let (name, folders) = names.split_last().ok_or(io::ErrorKind::IsADirectory)?;
        let mut directory = plain::Directory::open(root)?;
        for folder in folders {
            directory = directory.enter(folder).map_err(|why| {
                let is_link = plain::led_by_link(&why);
                if is_link {
                    io::Error::other(format!("`{}` is a symbolic link", folder.display()))
                } else {
                    why
                }
            })?;
        }
        let mut file = directory.create(name)?;
        let written = file.write_all(text.as_bytes());
        if written.is_err() {
            // Half a file is worse than none.
            let _ = directory.remove(name);
        }
        written
    }

    /// Writes `bytes` beside a file that the user named, for [`WholeFile::put`]. What is there stays as it is; the new
    /// file will have its attributes.
    ///
    /// # Errors
    /// When a link leads out of the roots, the directory is missing or cannot be written, or the file is read-only.
    pub fn write_named(&self, path: &str, bytes: Vec<u8>) -> io::Result<WholeFile> {
        let path = self.roots.absolute(path);
        if self.special(&path).is_some() {
            return Ok(WholeFile(Target::Special(path, bytes)));
        }
        let (directory, name) = beside(&self.named(&path)?)?;
        let old = match directory.file(&name) {
            Ok(old) => Some(old),
            Err(why) if why.kind() == io::ErrorKind::NotFound => None,
            Err(why) => return Err(why),
        };
        WholeFile::beside(directory, name, old.as_ref(), &bytes)
    }
}

/// The directory of a place, and the name in it.
fn beside(place: &Path) -> io::Result<(plain::Directory, OsString)> {
    match (place.parent(), place.file_name()) {
        (Some(folder), Some(name)) => Ok((plain::Directory::open(folder)?, name.to_owned())),
        _ => Err(io::ErrorKind::IsADirectory.into()),
    }
}

impl WholeFile {
    fn beside(
        directory: plain::Directory,
        name: OsString,
        old: Option<&File>,
        bytes: &[u8],
    ) -> io::Result<WholeFile> {
        if let Some(old) = old
            && old.metadata()?.permissions().readonly()
        {
            return Err(io::Error::other("the file is read-only"));
        }
        clean_up(&directory);
        let (unfinished, mut file) = new_beside(&directory)?;
        let mut whole = WholeFile(Target::Beside { directory, unfinished, name, lost: Vec::new() });
        file.write_all(bytes)?;
        if let (Some(old), Target::Beside { lost, .. }) = (old, &mut whole.0) {
            *lost = plain::keep_attributes(old, &file)?;
        }
        // Else a crash of the machine could leave the new name with nothing in it.
        file.sync_all()?;
        Ok(whole)
    }

    /// Puts it in its place. Gives back which attributes of the old file the system did not let it keep.
    ///
    /// # Errors
    /// When that cannot be done; what was there is still there then.
    pub fn put(mut self) -> io::Result<Vec<&'static str>> {
        match &mut self.0 {
            Target::Beside { directory, unfinished, name, lost } => {
                directory.rename(unfinished, name)?;
                Ok(std::mem::take(lost))
            }
            Target::Special(path, bytes) => {
                OpenOptions::new().write(true).open(path)?.write_all(bytes)?;
                Ok(Vec::new())
            }
        }
    }
}

impl Drop for WholeFile {
    fn drop(&mut self) {
        if let Target::Beside { directory, unfinished, .. } = &self.0 {
            // After the rename there is none; before it, what was written is of no use.
            let _ = directory.remove(unfinished);
        }
    }
}

/// Creates a file for what is not finished. Its name is random: in a container, every process has the same number.
fn new_beside(directory: &plain::Directory) -> io::Result<(OsString, File)> {
    let random = RandomState::new().build_hasher().finish();
    let name = OsString::from(format!("{}{random:016x}{}", UNFINISHED.0, UNFINISHED.1));
    directory.create(&name).map(|file| (name, file))
}

/// Removes what runs left that were killed. That another one does the same, or may not be removed, is no harm.
fn clean_up(directory: &plain::Directory) {
    let is_abandoned = |name: &OsStr| {
        let modified = directory.file(name).and_then(|file| file.metadata()?.modified());
        let age = modified.ok().and_then(|modified| SystemTime::now().duration_since(modified).ok());
        age.is_some_and(|age| age > ABANDONED_AFTER)
    };
    let names = directory.names().unwrap_or_default();
    for name in names.iter().filter(|name| is_unfinished(name) && is_abandoned(name)) {
        let _ = directory.remove(name);
    }
}

/// Whether a name is one that [`new_beside`] gives.
fn is_unfinished(name: &OsStr) -> bool {
    let random = name.to_str().and_then(|name| name.strip_prefix(UNFINISHED.0)?.strip_suffix(UNFINISHED.1));
    random.is_some_and(|random| {
        random.len() == 16 && random.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
    })
}

/// How many names a file has besides the one that it was opened by.
#[cfg(unix)]
fn other_names(file: &File) -> io::Result<u64> {
    use std::os::unix::fs::MetadataExt;
    Ok(file.metadata()?.nlink().saturating_sub(1))
}

/// How many names a file has besides the one that it was opened by; not known here.
#[cfg(not(unix))]
fn other_names(_: &File) -> io::Result<u64> {
    Ok(0)
}

#[cfg(all(test, unix))]
#[path = "save/tests.rs"]
mod tests;
