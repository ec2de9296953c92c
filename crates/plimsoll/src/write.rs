//! Writing files, and saying what became of it.

use std::collections::BTreeMap;
use std::io;

use plimsoll_linter::{Disk, WholeFile};

use crate::failure::{Failure, reason};
use crate::stderr::Stderr;

/// Writes a new file. One that exists is left alone.
pub(crate) fn create(disk: &Disk, path: &str, text: &str) -> Result<(), Failure> {
    disk.create(path, text).map_err(|why| match why.kind() {
        io::ErrorKind::AlreadyExists => {
            Failure::Usage(format!("{path} already exists and was not overwritten"))
        }
        _ => Failure::Unwritable(path.to_owned(), why),
    })
}

/// Writes a file that the user named, whole or not at all.
pub(crate) fn write(disk: &Disk, path: &str, bytes: Vec<u8>) -> Result<(), Failure> {
    put_all(disk, [Ok((path, bytes))])
}

/// Writes files that the user named. No file changes unless all of them can be written.
pub(crate) fn put_all<'p>(
    disk: &Disk,
    files: impl IntoIterator<Item = Result<(&'p str, Vec<u8>), Failure>>,
) -> Result<(), Failure> {
    let unwritable = |path: &str, why| Failure::Unwritable(path.to_owned(), why);
    let mut written: Vec<(&str, WholeFile)> = Vec::new();
    for file in files {
        let (path, bytes) = file?;
        written.push((path, disk.write_named(path, bytes).map_err(|why| unwritable(path, why))?));
    }
    for (path, file) in written {
        let lost = file.put().map_err(|why| unwritable(path, why))?;
        tell_lost(path, &lost)?;
    }
    Ok(())
}

/// Puts each text into its file; says which could not be changed, and whether all could.
pub(crate) fn replace_all(disk: &Disk, texts: &BTreeMap<String, String>) -> Result<bool, Failure> {
    let mut all = true;
    for (path, text) in texts {
        match disk.replace(path, text) {
            Ok(lost) => tell_lost(path, &lost)?,
            Err(why) => {
                writeln!(Stderr, "error: {path}: not changed: {}", reason(&why))?;
                all = false;
            }
        }
    }
    Ok(all)
}

/// Says which attributes of a file are not what they were.
fn tell_lost(path: &str, lost: &[&str]) -> io::Result<()> {
    match lost {
        [] => Ok(()),
        lost => {
            writeln!(
                Stderr,
                "warning: {path}: changed, but its {} could not be preserved",
                lost.join(" and its ")
            )
        }
    }
}
