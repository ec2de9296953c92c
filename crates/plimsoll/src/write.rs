//! Writing files: whole or not at all, and never over what nobody meant to give away.
#![expect(clippy::disallowed_methods, reason = "the one place that writes files")]

use std::fs;
use std::io::{self, Write};
use std::path::Path;

use crate::failure::{Failure, reason};
use crate::whole_file::WholeFile;

/// Writes a new file. One that exists is left alone.
pub(crate) fn create(path: &Path, text: &str) -> Result<(), Failure> {
    let named = || path.display().to_string();
    if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        fs::create_dir_all(folder).map_err(|why| Failure::Unwritable(named(), why))?;
    }
    let mut file = fs::OpenOptions::new().write(true).create_new(true).open(path).map_err(|why| {
        if why.kind() == io::ErrorKind::AlreadyExists {
            Failure::Usage(format!("{} already exists; not overwritten", named()))
        } else {
            Failure::Unwritable(named(), why)
        }
    })?;
    let written = file.write_all(text.as_bytes());
    if written.is_err() {
        // Half a file is worse than none.
        let _ = fs::remove_file(path);
    }
    written.map_err(|why| Failure::Unwritable(named(), why))
}

/// Puts other text into a file that was linted. A link stays a link, and what it points to is changed if that lies in
/// one of the `roots`.
pub(crate) fn replace(path: &str, text: &str, roots: &[String]) -> Result<(), String> {
    let target = fs::canonicalize(path).map_err(|why| reason(&why))?;
    let is_link = fs::symlink_metadata(path).is_ok_and(|found| found.is_symlink());
    if is_link && !is_inside(&target, roots) {
        return Err(format!("it is a link to {}, outside of what is checked", target.display()));
    }
    if fs::metadata(&target).is_ok_and(|found| found.permissions().readonly()) {
        return Err("the file is read-only".to_owned());
    }
    let old = fs::read(&target).map_err(|why| reason(&why))?;
    if std::str::from_utf8(&old).is_err() {
        return Err("it is not UTF-8 text, and what cannot be read would be lost".to_owned());
    }
    let written = WholeFile::write(&target, text.as_bytes().to_vec());
    written.and_then(WholeFile::put).map_err(|why| reason(&why))
}

fn is_inside(target: &Path, roots: &[String]) -> bool {
    let mut roots = roots.iter().map(String::as_str).chain(["."]);
    roots.any(|root| fs::canonicalize(root).is_ok_and(|root| target.starts_with(root)))
}
