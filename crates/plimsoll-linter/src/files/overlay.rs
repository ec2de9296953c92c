//! Files with other text in front of some of them.

use std::collections::BTreeMap;
use std::io;

use super::FileSystem;

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
