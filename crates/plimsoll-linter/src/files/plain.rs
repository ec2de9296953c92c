//! Opening what a path names itself: no link on the way is followed, nothing but a regular file is opened, and opening
//! never waits.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

#[cfg_attr(unix, path = "plain/unix.rs")]
#[cfg_attr(not(unix), path = "plain/portable.rs")]
mod system;

pub(super) use system::{Directory, file, keep_attributes, led_by_link, metadata, missing, names};

/// The bytes of a regular file at an absolute path without links, at most `limit` + 1 of them.
pub(super) fn read(path: &Path, limit: usize) -> io::Result<Vec<u8>> {
    bytes(file(path)?, limit)
}

/// The bytes of an open file, at most `limit` + 1 of them.
pub(super) fn bytes(file: File, limit: usize) -> io::Result<Vec<u8>> {
    let length = file.metadata()?.len();
    let mut bytes = Vec::with_capacity(usize::try_from(length).unwrap_or(limit).min(limit) + 1);
    file.take(limit as u64 + 1).read_to_end(&mut bytes)?;
    Ok(bytes)
}
