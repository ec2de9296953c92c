//! What the program reads that is no file of the project: standard input.

use std::io::{self, Read};
use std::path::Path;

use plimsoll_linter::limits::FILE_BYTES;
use plimsoll_linter::plain_path;

use crate::failure::Failure;

/// The name for standard input on the command line.
pub(crate) const STDIN: &str = "-";

/// A path of the command line as the run names it. What the system calls standard input is standard input.
pub(crate) fn named(path: &str) -> String {
    if path == "/dev/stdin" { STDIN.to_owned() } else { plain_path(Path::new(path)) }
}

/// All of standard input, up to the size of a file that is read at all.
pub(crate) fn stdin() -> Result<Vec<u8>, Failure> {
    let mut bytes = Vec::new();
    let read = io::stdin().lock().take(FILE_BYTES as u64 + 1).read_to_end(&mut bytes);
    read.map_err(|why| Failure::File("standard input".to_owned(), why))?;
    Ok(bytes)
}
