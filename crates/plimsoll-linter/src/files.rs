//! Where files come from: the disk, memory, or either with other text in front.
//!
//! The only place in the workspace that reads the disk for the linter, so that the program and the editor see
//! the same files.

mod disk;
mod memory;
mod overlay;
mod search;

use std::io;
use std::path::Path;

pub use disk::{DiskFiles, DiskFolder};
pub use memory::MemoryFiles;
pub use overlay::Overlay;

/// Where the linter finds files. Paths use `/`, relative to where the run was started.
pub trait FileSystem: Sync {
    /// The bytes of a file, at most `limit` + 1 of them.
    ///
    /// # Errors
    /// When there is no such file, or it may not be read.
    fn read(&self, path: &str, limit: usize) -> io::Result<Vec<u8>>;

    /// Whether the path names a folder.
    fn is_folder(&self, path: &str) -> bool;

    /// The files below a folder that `keep` lets through by name, in no particular order, without those that ignore
    /// files (`.gitignore`, `.ignore`) leave out. What could not be entered comes as an error, with its path.
    fn walk(
        &self,
        folder: &str,
        keep: &(dyn Fn(&str) -> bool + Sync),
    ) -> Vec<Result<String, (String, io::Error)>>;
}

/// A path as findings name it: `/` between folders, no `./` in front.
pub fn plain_path(path: &Path) -> String {
    let path = path.to_string_lossy();
    let path = if std::path::MAIN_SEPARATOR == '/' {
        path
    } else {
        path.replace(std::path::MAIN_SEPARATOR, "/").into()
    };
    let mut path = &*path;
    while let Some(rest) = path.strip_prefix("./") {
        path = rest.trim_start_matches('/');
    }
    if path.is_empty() { ".".to_owned() } else { path.to_owned() }
}
