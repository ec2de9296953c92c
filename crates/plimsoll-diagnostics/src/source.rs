//! The files of a run, which own the text that everything else borrows.

use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, Ordering};

use crate::{LineIndex, Span, Text};

/// A file in its [`Sources`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FileId(u32);

impl FileId {
    /// The first file of any [`Sources`].
    pub const FIRST: FileId = FileId(0);

    /// Its index in the order in which files were added, from 0.
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// A file, and the starts of its lines, which are found when they are first needed.
#[derive(Debug)]
pub struct SourceFile {
    /// Its path as the user would write it, with `/` as the separator.
    pub path: String,
    /// Its text, including any byte order mark and carriage returns.
    pub text: String,
    /// Its path from the root of its repository, where that is another one.
    from_root: Option<Box<str>>,
    lines: OnceLock<LineIndex>,
    /// Set when it is read as a file of variables, such as `.env`.
    hides_values: OnceLock<()>,
}

impl SourceFile {
    /// A file with its text.
    pub fn new(path: impl Into<String>, text: impl Into<String>) -> SourceFile {
        SourceFile {
            path: path.into(),
            text: text.into(),
            from_root: None,
            lines: OnceLock::new(),
            hides_values: OnceLock::new(),
        }
    }

    /// The same file with its path from the root of its repository.
    #[must_use]
    pub fn at(self, from_root: Option<String>) -> SourceFile {
        let from_root = from_root.filter(|path| *path != self.path).map(String::into_boxed_str);
        SourceFile { from_root, ..self }
    }

    /// The same file with another text.
    #[must_use]
    pub fn with_text(&self, text: impl Into<String>) -> SourceFile {
        SourceFile { from_root: self.from_root.clone(), ..SourceFile::new(&*self.path, text) }
    }

    /// Its path from the root of its repository, which is the same wherever the program is started.
    pub fn repository_path(&self) -> &str {
        self.from_root.as_deref().unwrap_or(&self.path)
    }

    /// Marks its values as possibly secret, so that no output contains them.
    pub fn hide_values(&self) {
        self.hides_values.get_or_init(|| ());
    }

    /// Whether its values might be secret.
    pub fn hides_values(&self) -> bool {
        self.hides_values.get().is_some()
    }

    /// The starts of its lines.
    pub fn lines(&self) -> &LineIndex {
        self.lines.get_or_init(|| LineIndex::new(&self.text))
    }
}

/// The first bucket holds 8 files, each further one twice as many: 2³² files in 29 buckets.
const FIRST_BUCKET: u32 = 8;

/// All files of a project. It owns the text, and everything else borrows from it.
///
/// Files can be added while others are borrowed, because a Compose file determines which Dockerfiles belong to it. The
/// storage therefore grows in buckets that never move.
#[derive(Debug, Default)]
pub struct Sources {
    buckets: [OnceLock<Box<[OnceLock<SourceFile>]>>; 29],
    len: AtomicU32,
}

impl Sources {
    /// An empty set of files.
    pub fn new() -> Sources {
        Sources::default()
    }

    /// Adds a file.
    pub fn add(&self, file: SourceFile) -> FileId {
        let id = FileId(self.len.fetch_add(1, Ordering::Relaxed));
        let (bucket, slot) = place(id);
        let size = u64::from(FIRST_BUCKET) << bucket;
        let slots =
            self.buckets.get(bucket).map(|b| b.get_or_init(|| (0..size).map(|_| OnceLock::new()).collect()));
        if let Some(cell) = slots.and_then(|slots| slots.get(slot)) {
            let taken = cell.set(file);
            debug_assert!(taken.is_ok(), "each id is given once");
        }
        id
    }

    /// The file with this id, which must come from this `Sources`.
    ///
    /// # Panics
    /// If the id comes from other sources, which is a bug in the linter, whatever the input.
    #[expect(clippy::expect_used, reason = "an id is only ever made by `add`")]
    pub fn file(&self, id: FileId) -> &SourceFile {
        self.get(id).expect("a file id is used with the sources that gave it")
    }

    fn get(&self, id: FileId) -> Option<&SourceFile> {
        let (bucket, slot) = place(id);
        self.buckets.get(bucket)?.get()?.get(slot)?.get()
    }

    /// The file with this path.
    pub fn find(&self, path: &str) -> Option<FileId> {
        self.ids().find(|&id| self.file(id).path == path)
    }

    /// Every file, in the order in which they were added.
    pub fn ids(&self) -> impl Iterator<Item = FileId> {
        (0..self.len.load(Ordering::Relaxed)).map(FileId)
    }

    /// The whole text of a file.
    pub fn text(&self, id: FileId) -> Text<'_> {
        Text::new(&self.file(id).text, id, 0)
    }

    /// The text at `span`.
    pub fn slice(&self, span: Span) -> &str {
        self.file(span.file).text.get(span.range()).unwrap_or_default()
    }

    /// The files themselves, in order, once nothing borrows from them.
    pub fn into_files(self) -> impl Iterator<Item = SourceFile> {
        self.buckets
            .into_iter()
            .filter_map(OnceLock::into_inner)
            .flat_map(|bucket| bucket.into_iter().filter_map(OnceLock::into_inner))
    }
}

/// The bucket of a file, and its place there.
fn place(id: FileId) -> (usize, usize) {
    let shifted = u64::from(id.0) + u64::from(FIRST_BUCKET);
    let bucket = shifted.ilog2() - FIRST_BUCKET.ilog2();
    (bucket as usize, (shifted - (u64::from(FIRST_BUCKET) << bucket)) as usize)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_stay_where_they_are_while_others_come() {
        let sources = Sources::new();
        let first = sources.add(SourceFile::new("first", "one"));
        let borrowed = sources.text(first);
        for n in 0..1000 {
            let id = sources.add(SourceFile::new(format!("f{n}"), n.to_string()));
            assert_eq!(sources.text(id).raw, n.to_string());
        }
        assert_eq!(borrowed.raw, "one");
        assert_eq!(sources.find("f999").map(|id| sources.text(id).raw), Some("999"));
        assert_eq!(sources.into_files().count(), 1001);
    }
}
