//! Sources of files: the disk, memory, or either of them with replaced texts.
//!
//! Only this module reads the disk for the linter, so that the program and the editor see the same files.

mod counted;
mod disk;
mod git_index;
mod ignores;
mod listed;
mod memory;
mod modes;
mod nest;
mod overlay;
mod plain;
mod refusal;
mod repository;
mod roots;
mod save;
mod search;

use std::io;
use std::path::Path;

pub use counted::CountedFiles;
pub use disk::Disk;
pub use listed::Listed;
pub use memory::MemoryFiles;
pub use overlay::Overlay;
pub use refusal::Refusal;
pub use save::WholeFile;
pub use search::DEFAULT_EXCLUDES;

/// A source of files. Paths use `/` and are relative to the working directory of the run.
pub trait FileSystem: Sync {
    /// The bytes of a file, at most `limit` + 1 of them.
    ///
    /// # Errors
    /// When there is no such file, or it may not be read.
    fn read(&self, path: &str, limit: usize) -> io::Result<Vec<u8>>;

    /// The same for a file that the user named, or that lies in the user's own directories: it may lie outside the
    /// project.
    ///
    /// # Errors
    /// When there is no such file, or it may not be read.
    fn read_named(&self, path: &str, limit: usize) -> io::Result<Vec<u8>> {
        self.read(path, limit)
    }

    /// What there is at a path. Nothing is opened for that.
    ///
    /// # Errors
    /// When there is nothing, or nothing that is read, or it may not be looked at.
    fn look(&self, path: &str) -> io::Result<Entry>;

    /// Whether a file can be executed, where that is certain: by the disk, or by what Git keeps of it. Outside of a
    /// repository, nobody knows: copies often lose it.
    fn is_executable(&self, _path: &str) -> Option<bool> {
        None
    }

    /// The path from the root of its repository, if there is one.
    fn repository_path(&self, _path: &str) -> Option<String> {
        None
    }

    /// Whether the path names a symbolic link, whatever it leads to.
    fn is_link(&self, _path: &str) -> bool {
        false
    }

    /// Whether the path names a folder.
    fn is_folder(&self, path: &str) -> bool {
        matches!(self.look(path), Ok(Entry::Folder))
    }

    /// Whether the path names a file.
    fn is_file(&self, path: &str) -> bool {
        matches!(self.look(path), Ok(Entry::File))
    }

    /// Searches a directory for the files that `keep` takes by their names, without those that Git ignores.
    fn walk(&self, folder: &str, keep: &(dyn Fn(&str) -> Keep + Sync)) -> Search;

    /// Whether a path that the user named, or that something the user named leads to, is a folder: it may lie outside the
    /// project.
    fn is_named_folder(&self, path: &str) -> bool {
        self.is_folder(path)
    }

    /// Searches such a folder.
    fn walk_named(&self, folder: &str, keep: &(dyn Fn(&str) -> Keep + Sync)) -> Search {
        self.walk(folder, keep)
    }
}

/// Whether a search includes a file, according to its name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Keep {
    /// Include the file.
    Yes,
    /// Include the file only if it is executable.
    IfExecutable,
    /// Skip the file, and note its name.
    Noted,
    /// Skip the file.
    No,
}

impl From<bool> for Keep {
    fn from(is_kept: bool) -> Keep {
        if is_kept { Keep::Yes } else { Keep::No }
    }
}

/// The result of searching a directory, in no particular order.
#[derive(Debug, Default)]
pub struct Search {
    /// The files.
    pub files: Vec<String>,
    /// The files that are included because they are executable.
    pub executables: Vec<String>,
    /// The files that are skipped, and whose names are noted.
    pub noted: Vec<String>,
    /// The symbolic links to one of the files, each with that file.
    pub links: Vec<(String, String)>,
    /// The files that an ignore file excludes, and whole directories outside a repository: the path, and the file and
    /// line of the pattern.
    pub left_out: Vec<(String, String)>,
    /// The directories that were not searched, with the file and line of the pattern; `None` if they contain
    /// dependencies.
    pub skipped: Vec<(String, Option<String>)>,
    /// The directories that could not be opened.
    pub problems: Vec<(String, io::Error)>,
    /// The Git indexes that could not be read, and why. The files they track are unknown.
    pub unread_indexes: Vec<(String, String)>,
    /// The ignore files that have an effect in part only or not at all, and why.
    pub long_ignores: Vec<(String, String)>,
}

impl Search {
    fn append(&mut self, mut other: Search) {
        self.files.append(&mut other.files);
        self.executables.append(&mut other.executables);
        self.noted.append(&mut other.noted);
        self.links.append(&mut other.links);
        self.left_out.append(&mut other.left_out);
        self.skipped.append(&mut other.skipped);
        self.problems.append(&mut other.problems);
        self.unread_indexes.append(&mut other.unread_indexes);
        self.long_ignores.append(&mut other.long_ignores);
    }
}

impl FromIterator<String> for Search {
    fn from_iter<I: IntoIterator<Item = String>>(files: I) -> Search {
        Search { files: files.into_iter().collect(), ..Search::default() }
    }
}

/// The kind of file at a path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Entry {
    /// A regular file.
    File,
    /// A directory.
    Folder,
}

/// A path as findings show it: with `/` as the separator, and without `./` at the start.
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
    // A path that ends with a slash names the same; one that is a slash is the root.
    let path = match path.trim_end_matches('/') {
        "" => path.get(..1).unwrap_or("."),
        path => path,
    };
    path.to_owned()
}
