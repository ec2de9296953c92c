//! Where files come from: the disk, memory, or either with other text in front.
//!
//! The only place in the workspace that reads the disk for the linter, so that the program and the editor see
//! the same files.

use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};

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

/// Files in memory: for tests, pages and a browser.
#[derive(Clone, Debug, Default)]
pub struct MemoryFiles(pub BTreeMap<String, String>);

impl MemoryFiles {
    /// A copy of every file below a folder on disk, whatever ignore files say. Bytes that are no UTF-8 do not survive.
    ///
    /// # Errors
    /// When the folder, or something below it, cannot be read.
    #[expect(clippy::disallowed_methods, reason = "this is the file system")]
    pub fn copy_of(folder: &Path) -> io::Result<MemoryFiles> {
        let mut files = BTreeMap::new();
        let mut folders = vec![folder.to_owned()];
        while let Some(next) = folders.pop() {
            for entry in std::fs::read_dir(next)? {
                let entry = entry?;
                let path = entry.path();
                if entry.file_type()?.is_dir() {
                    folders.push(path);
                } else {
                    let text = String::from_utf8_lossy(&std::fs::read(&path)?).into_owned();
                    files.insert(plain_path(path.strip_prefix(folder).unwrap_or(&path)), text);
                }
            }
        }
        Ok(MemoryFiles(files))
    }
}

impl FileSystem for MemoryFiles {
    fn read(&self, path: &str, limit: usize) -> io::Result<Vec<u8>> {
        let text = self.0.get(path).ok_or(io::ErrorKind::NotFound)?;
        Ok(text.bytes().take(limit.saturating_add(1)).collect())
    }

    fn is_folder(&self, path: &str) -> bool {
        path == "."
            || self.0.keys().any(|file| file.strip_prefix(path).is_some_and(|rest| rest.starts_with('/')))
    }

    fn walk(
        &self,
        folder: &str,
        keep: &(dyn Fn(&str) -> bool + Sync),
    ) -> Vec<Result<String, (String, io::Error)>> {
        let inside = |file: &&String| {
            folder == "." || file.strip_prefix(folder).is_some_and(|rest| rest.starts_with('/'))
        };
        self.0.keys().filter(inside).filter(|file| keep(file)).cloned().map(Ok).collect()
    }
}

/// Other files, with text in front of some of them: a fix that is not written yet, an editor's open buffer,
/// standard input.
pub struct Overlay<'f> {
    /// The files behind.
    pub below: &'f dyn FileSystem,
    /// Path to bytes: what is read instead of the file.
    pub texts: BTreeMap<String, Vec<u8>>,
}

impl FileSystem for Overlay<'_> {
    fn read(&self, path: &str, limit: usize) -> io::Result<Vec<u8>> {
        match self.texts.get(path) {
            Some(text) => Ok(text.iter().copied().take(limit.saturating_add(1)).collect()),
            None => self.below.read(path, limit),
        }
    }

    fn is_folder(&self, path: &str) -> bool {
        !self.texts.contains_key(path) && self.below.is_folder(path)
    }

    fn walk(
        &self,
        folder: &str,
        keep: &(dyn Fn(&str) -> bool + Sync),
    ) -> Vec<Result<String, (String, io::Error)>> {
        self.below.walk(folder, keep)
    }
}

/// Files on disk, below the folder that the program was started in.
#[derive(Clone, Copy, Debug, Default)]
pub struct DiskFiles;

/// Files on disk, below a folder that paths start from.
#[derive(Clone, Debug)]
pub struct DiskFolder(pub PathBuf);

impl FileSystem for DiskFiles {
    fn read(&self, path: &str, limit: usize) -> io::Result<Vec<u8>> {
        read(Path::new(path), limit)
    }

    fn is_folder(&self, path: &str) -> bool {
        is_folder(Path::new(path))
    }

    fn walk(
        &self,
        folder: &str,
        keep: &(dyn Fn(&str) -> bool + Sync),
    ) -> Vec<Result<String, (String, io::Error)>> {
        walk(Path::new(folder), &plain_path, keep)
    }
}

impl FileSystem for DiskFolder {
    fn read(&self, path: &str, limit: usize) -> io::Result<Vec<u8>> {
        read(&self.0.join(path), limit)
    }

    fn is_folder(&self, path: &str) -> bool {
        is_folder(&self.0.join(path))
    }

    fn walk(
        &self,
        folder: &str,
        keep: &(dyn Fn(&str) -> bool + Sync),
    ) -> Vec<Result<String, (String, io::Error)>> {
        let name = |path: &Path| plain_path(path.strip_prefix(&self.0).unwrap_or(path));
        let start = if folder == "." { self.0.clone() } else { self.0.join(folder) };
        walk(&start, &name, keep)
    }
}

fn read(path: &Path, limit: usize) -> io::Result<Vec<u8>> {
    use io::Read;
    let file = std::fs::File::open(path)?;
    let length = file.metadata()?.len();
    let mut bytes = Vec::with_capacity(usize::try_from(length).unwrap_or(limit).min(limit) + 1);
    file.take(limit as u64 + 1).read_to_end(&mut bytes)?;
    Ok(bytes)
}

#[expect(clippy::disallowed_methods, reason = "this is the file system")]
fn is_folder(path: &Path) -> bool {
    std::fs::metadata(path).is_ok_and(|found| found.is_dir())
}

/// The files below a folder, under the names that `name` gives them.
fn walk(
    folder: &Path,
    name: &(dyn Fn(&Path) -> String + Sync),
    keep: &(dyn Fn(&str) -> bool + Sync),
) -> Vec<Result<String, (String, io::Error)>> {
    let (send, receive) = std::sync::mpsc::channel();
    // Hidden folders hold Dockerfiles too (`.devcontainer`), but nobody means the ones in `.git`.
    let walk = ignore::WalkBuilder::new(folder)
        .hidden(false)
        .require_git(false)
        .filter_entry(|entry| entry.file_name() != ".git")
        .threads(std::thread::available_parallelism().map_or(1, usize::from).min(8))
        .build_parallel();
    walk.run(|| {
        let send = send.clone();
        Box::new(move |entry| {
            let found = match entry {
                Ok(entry) if entry.file_type().is_some_and(|kind| kind.is_file()) => {
                    let path = name(entry.path());
                    // What is text of it leads nowhere.
                    let is_text = entry.path().to_str().is_some();
                    let found = if is_text {
                        Ok(path.clone())
                    } else {
                        Err((path.clone(), io::ErrorKind::InvalidFilename.into()))
                    };
                    keep(&path).then_some(found)
                }
                Ok(_) => None,
                Err(problem) => Some(Err(blame(folder, name, problem))),
            };
            // The receiver lives as long as the walk.
            let _ = found.map(|found| send.send(found));
            ignore::WalkState::Continue
        })
    });
    drop(send);
    receive.into_iter().collect()
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

/// The path that a failed step of the walk was about, and why it failed.
fn blame(
    folder: &Path,
    name: &(dyn Fn(&Path) -> String + Sync),
    problem: ignore::Error,
) -> (String, io::Error) {
    let mut path = name(folder);
    let mut inner = &problem;
    while let ignore::Error::WithDepth { err, .. }
    | ignore::Error::WithLineNumber { err, .. }
    | ignore::Error::WithPath { err, .. } = inner
    {
        if let ignore::Error::WithPath { path: at, .. } = inner {
            path = name(at);
        }
        inner = err;
    }
    let why = problem.to_string();
    (path, problem.into_io_error().unwrap_or_else(|| io::Error::other(why)))
}
