//! The files of a policy: each is read once, however many extend it, and its digest covers all that it takes in.

use std::collections::{BTreeMap, BTreeSet};

use plimsoll_diagnostics::{FileId, Text};

use crate::folders::{folder_of, seen_from};
use crate::policy::sha256;

/// How many files may extend each other in a row.
pub(super) const MOST_OPEN: usize = 16;

/// A file that a policy names is the policy itself, one that it extends, or one with rules or data.
#[derive(Default)]
pub(super) struct Texts<'a> {
    by_path: BTreeMap<String, Text<'a>>,
    /// What each file that was read takes in, itself included.
    parts: BTreeMap<String, BTreeSet<String>>,
    /// Those that lead to the one that is read.
    pub(super) open: Vec<String>,
}

impl<'a> Texts<'a> {
    /// Adds a file to what the one that is read takes in.
    pub(super) fn add(&mut self, path: &str, text: Text<'a>) {
        self.by_path.insert(path.to_owned(), text);
        self.take_in(BTreeSet::from([path.to_owned()]));
    }

    /// Whether a file that is extended was read before; what it takes in belongs to the one that is read, too.
    pub(super) fn has_read(&mut self, path: &str) -> bool {
        let known = self.parts.get(path).cloned();
        known.map(|parts| self.take_in(parts)).is_some()
    }

    fn take_in(&mut self, parts: BTreeSet<String>) {
        if let Some(open) = self.open.last() {
            self.parts.entry(open.clone()).or_default().extend(parts);
        }
    }

    /// The last of the open files was read.
    pub(super) fn close(&mut self) {
        let read = self.open.pop().and_then(|path| self.parts.get(&path).cloned());
        self.take_in(read.unwrap_or_default());
    }

    /// The digest of a file that was read in a run that was started in `here`.
    pub(super) fn digest(&self, path: &str, here: &str) -> String {
        let parts = self.parts.get(path).into_iter().flatten();
        digest(path, here, parts.filter_map(|part| Some((part, self.by_path.get(part)?.raw))))
    }

    /// The files that a file takes in besides itself.
    pub(super) fn below<'t>(&'t self, path: &'t str) -> impl Iterator<Item = FileId> + 't {
        let parts = self.parts.get(path).into_iter().flatten().filter(move |part| *part != path);
        parts.filter_map(|part| Some(self.by_path.get(part)?.span.file))
    }

    /// The paths of all.
    pub(super) fn into_paths(self) -> impl Iterator<Item = String> {
        self.by_path.into_keys()
    }
}

/// The digest of a file and of those that it takes in: their names as seen from the file, their lengths and their texts. It
/// is the same wherever the run was started.
pub(in crate::policy) fn digest<'t>(
    path: &str,
    here: &str,
    texts: impl Iterator<Item = (&'t String, &'t str)>,
) -> String {
    let folder = folder_of(path);
    let mut texts: Vec<(String, &str)> =
        texts.map(|(path, text)| (seen_from(folder, path, here), text)).collect();
    texts.sort_unstable();
    let mut bytes = Vec::new();
    for (name, text) in texts {
        bytes.extend(format!("{} {name}\n{}\n", name.len(), text.len()).into_bytes());
        bytes.extend(text.as_bytes());
    }
    sha256(&bytes)
}
