//! Files are written whole or not at all: beside their place first, then into it.

#![expect(clippy::disallowed_methods, reason = "this is what writes to the disk")]

use std::fs::{self, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// A file that is written, but not yet in its place. Dropped, it leaves nothing behind.
pub(crate) struct WholeFile {
    place: PathBuf,
    content: Content,
}

enum Content {
    /// A file beside the place, which takes it by a rename.
    Beside(PathBuf),
    /// For a pipe or a device, which nothing can take the place of.
    Bytes(Vec<u8>),
}

impl WholeFile {
    /// Writes `bytes` beside `path`. What is there stays as it is; the new file will have its permissions.
    ///
    /// # Errors
    /// When the folder is missing or cannot be written, or the file that is there is read-only or a folder.
    pub(crate) fn write(path: impl AsRef<Path>, bytes: Vec<u8>) -> io::Result<WholeFile> {
        // A link stays a link: what it points to is replaced.
        let place = fs::canonicalize(&path).unwrap_or_else(|_| path.as_ref().to_owned());
        let old = match fs::metadata(&place) {
            Ok(found) => Some(found),
            Err(problem) if problem.kind() == io::ErrorKind::NotFound => None,
            Err(problem) => return Err(problem),
        };
        if old.as_ref().is_some_and(fs::Metadata::is_dir) {
            return Err(io::ErrorKind::IsADirectory.into());
        }
        if old.as_ref().is_some_and(|old| old.permissions().readonly()) {
            return Err(io::ErrorKind::PermissionDenied.into());
        }
        if old.as_ref().is_some_and(|old| !old.is_file()) {
            return Ok(WholeFile { place, content: Content::Bytes(bytes) });
        }
        let name = place.file_name().ok_or(io::ErrorKind::IsADirectory)?.to_string_lossy();
        let beside = place.with_file_name(format!(".{name}.plimsoll-{}", std::process::id()));
        let mut file = OpenOptions::new().write(true).create_new(true).open(&beside)?;
        let written = WholeFile { place, content: Content::Beside(beside) };
        file.write_all(&bytes)?;
        if let Some(old) = old {
            file.set_permissions(old.permissions())?;
        }
        // Else a crash of the machine could leave the new name with nothing in it.
        file.sync_all()?;
        Ok(written)
    }

    /// Puts it in its place.
    ///
    /// # Errors
    /// When that cannot be done; what was there is still there then.
    pub(crate) fn put(self) -> io::Result<()> {
        match &self.content {
            Content::Beside(beside) => fs::rename(beside, &self.place),
            Content::Bytes(bytes) => OpenOptions::new().write(true).open(&self.place)?.write_all(bytes),
        }
    }
}

impl Drop for WholeFile {
    fn drop(&mut self) {
        if let Content::Beside(beside) = &self.content {
            // After the rename there is none; before it, what was written is of no use.
            let _ = fs::remove_file(beside);
        }
    }
}
