//! Files in memory.

use std::collections::BTreeMap;
use std::io;
use std::path::Path;

use super::{Entry, FileSystem, Keep, Refusal, Search, plain_path};
use crate::folders::climbs;

/// The index of Git, which is text in memory: a mode and a path on each line, as `git ls-files --format='%(objectmode)
/// %(path)'` prints them.
const INDEX: &str = ".git/index";

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

    /// What lies outside is refused, as it is on disk.
    fn check(&self, path: &str) -> io::Result<()> {
        let leads_out = path.starts_with('/') || climbs(path) > 0;
        if leads_out && !self.0.contains_key(path) { Err(Refusal::Outside.into()) } else { Ok(()) }
    }
}

impl FileSystem for MemoryFiles {
    fn read(&self, path: &str, limit: usize) -> io::Result<Vec<u8>> {
        self.check(path)?;
        self.read_named(path, limit)
    }

    fn read_named(&self, path: &str, limit: usize) -> io::Result<Vec<u8>> {
        let text = self.0.get(path).ok_or(io::ErrorKind::NotFound)?;
        Ok(text.bytes().take(limit.saturating_add(1)).collect())
    }

    fn look(&self, path: &str) -> io::Result<Entry> {
        self.check(path)?;
        let is_below = |file: &String| file.strip_prefix(path).is_some_and(|rest| rest.starts_with('/'));
        if self.0.contains_key(path) {
            Ok(Entry::File)
        } else if path == "." || path.is_empty() || self.0.keys().any(is_below) {
            Ok(Entry::Folder)
        } else {
            Err(io::ErrorKind::NotFound.into())
        }
    }

    fn is_executable(&self, path: &str) -> Option<bool> {
        let mut entries = self.0.get(INDEX)?.lines().filter_map(|line| line.split_once(' '));
        entries.find(|(_, tracked)| *tracked == path).map(|(mode, _)| mode == "100755")
    }

    fn walk(&self, folder: &str, keep: &(dyn Fn(&str) -> Keep + Sync)) -> Search {
        let inside = |file: &&String| {
            folder == "." || file.strip_prefix(folder).is_some_and(|rest| rest.starts_with('/'))
        };
        let kept = |wanted| self.0.keys().filter(inside).filter(move |file| keep(file) == wanted).cloned();
        Search { noted: kept(Keep::Noted).collect(), ..kept(Keep::Yes).collect() }
    }
}
