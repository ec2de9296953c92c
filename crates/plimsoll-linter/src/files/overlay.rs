//! Files with other text in front of some of them.

use std::collections::BTreeMap;
use std::io;

use super::{Entry, FileSystem, Keep, Search};

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

    fn read_named(&self, path: &str, limit: usize) -> io::Result<Vec<u8>> {
        if self.texts.contains_key(path) {
            self.read(path, limit)
        } else {
            self.below.read_named(path, limit)
        }
    }

    fn look(&self, path: &str) -> io::Result<Entry> {
        if self.texts.contains_key(path) { Ok(Entry::File) } else { self.below.look(path) }
    }

    fn repository_path(&self, path: &str) -> Option<String> {
        self.below.repository_path(path)
    }

    fn is_executable(&self, path: &str) -> Option<bool> {
        self.below.is_executable(path)
    }

    fn is_link(&self, path: &str) -> bool {
        self.below.is_link(path)
    }

    fn walk(&self, folder: &str, keep: &(dyn Fn(&str) -> Keep + Sync)) -> Search {
        self.below.walk(folder, keep)
    }

    fn is_named_folder(&self, path: &str) -> bool {
        self.below.is_named_folder(path)
    }

    fn walk_named(&self, folder: &str, keep: &(dyn Fn(&str) -> Keep + Sync)) -> Search {
        self.below.walk_named(folder, keep)
    }
}
