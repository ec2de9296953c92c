//! What the program reads that is no file of the project: standard input.

use std::io::{self, Read};

use plimsoll_linter::limits::FILE_BYTES;

use crate::failure::Failure;

/// The name for standard input on the command line.
pub(crate) const STDIN: &str = "-";

/// All of standard input, up to the size of a file that is read at all.
pub(crate) fn stdin() -> Result<Vec<u8>, Failure> {
    let mut bytes = Vec::new();
    let read = io::stdin().lock().take(FILE_BYTES as u64 + 1).read_to_end(&mut bytes);
    read.map_err(|why| Failure::File("standard input".to_owned(), why))?;
    Ok(bytes)
}
