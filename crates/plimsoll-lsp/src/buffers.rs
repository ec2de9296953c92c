//! Open buffers in front of the disk: the file system that the linter sees from an editor.

use std::collections::BTreeMap;
use std::io;

use gen_lsp_types::{TextDocumentContentChangeEvent, Uri};
use plimsoll_diagnostics::SourceFile;
use plimsoll_linter::{Disk, Entry, FileKind, FileSystem, Keep, Refusal, Search};

use crate::encoding::Encoding;

/// A file that is open in the editor.
pub(crate) struct Buffer {
    /// What the client calls it; its own writing of a path may differ from ours.
    pub(crate) uri: Uri,
    pub(crate) version: i32,
    /// What the client says it is written in.
    pub(crate) language: String,
    pub(crate) file: SourceFile,
}

/// Open buffers, and the disk behind them if they are on one.
pub(crate) struct Buffers {
    pub(crate) disk: Option<Disk>,
    /// By path, seen from the folder.
    pub(crate) open: BTreeMap<String, Buffer>,
}

impl Buffer {
    /// Makes the changes, one after the other.
    pub(crate) fn change(
        &mut self,
        version: i32,
        changes: Vec<TextDocumentContentChangeEvent>,
        encoding: Encoding,
    ) {
        self.version = version;
        for change in changes {
            let path = std::mem::take(&mut self.file.path);
            let text = match change {
                TextDocumentContentChangeEvent::TextDocumentContentChangeWholeDocument(whole) => whole.text,
                TextDocumentContentChangeEvent::TextDocumentContentChangePartial(part) => {
                    let place = |position| encoding.offset(&self.file.text, self.file.lines(), position);
                    let (start, end) = (place(part.range.start), place(part.range.end));
                    let mut text = std::mem::take(&mut self.file.text);
                    text.replace_range(start.min(end)..end.max(start), &part.text);
                    text
                }
            };
            self.file = SourceFile::new(path, text);
        }
    }

    /// What the buffer is to the linter: as the client says, else as its name does. `None`: nothing.
    pub(crate) fn kind(&self) -> Option<FileKind> {
        let path = &self.file.path;
        let is_something_else = || FileKind::is_something_else(path, || Some(self.file.text.clone().into()));
        let by_name = || FileKind::of(path).filter(|_| !is_something_else());
        FileKind::of_language(&self.language).or_else(by_name)
    }
}

impl Buffers {
    /// The buffer of a file, which counts unless the file on disk is not the project's.
    fn open(&self, path: &str) -> io::Result<Option<&Buffer>> {
        let Some(buffer) = self.open.get(path) else { return Ok(None) };
        match self.disk.as_ref().map(|disk| disk.look(path)) {
            Some(Err(problem)) if Refusal::of(&problem).is_some() => Err(problem),
            _ => Ok(Some(buffer)),
        }
    }

    /// Whether a file is open in a directory, which need not be on the disk yet.
    fn has_below(&self, folder: &str) -> bool {
        let inside = format!("{folder}/");
        self.open.range(inside.clone()..).next().is_some_and(|(path, _)| path.starts_with(&inside))
    }
}

impl FileSystem for Buffers {
    fn read(&self, path: &str, limit: usize) -> io::Result<Vec<u8>> {
        match (self.open(path)?, &self.disk) {
            (Some(buffer), _) => Ok(start(&buffer.file.text, limit.saturating_add(1)).to_owned()),
            (None, Some(disk)) => disk.read(path, limit),
            (None, None) => Err(io::ErrorKind::NotFound.into()),
        }
    }

    fn read_named(&self, path: &str, limit: usize) -> io::Result<Vec<u8>> {
        match &self.disk {
            Some(disk) if !self.open.contains_key(path) => disk.read_named(path, limit),
            _ => self.read(path, limit),
        }
    }

    fn look(&self, path: &str) -> io::Result<Entry> {
        let found = match (self.open(path)?, &self.disk) {
            (Some(_), _) => Ok(Entry::File),
            (None, Some(disk)) => disk.look(path),
            (None, None) => Err(io::ErrorKind::NotFound.into()),
        };
        match found {
            Err(problem) if problem.kind() == io::ErrorKind::NotFound && self.has_below(path) => {
                Ok(Entry::Folder)
            }
            found => found,
        }
    }

    fn repository_path(&self, path: &str) -> Option<String> {
        self.disk.as_ref()?.repository_path(path)
    }

    fn is_executable(&self, path: &str) -> Option<bool> {
        self.disk.as_ref()?.is_executable(path)
    }

    fn is_link(&self, path: &str) -> bool {
        self.disk.as_ref().is_some_and(|disk| disk.is_link(path))
    }

    fn walk(&self, folder: &str, keep: &(dyn Fn(&str) -> Keep + Sync)) -> Search {
        self.disk.as_ref().map(|disk| disk.walk(folder, keep)).unwrap_or_default()
    }

    fn is_named_folder(&self, path: &str) -> bool {
        self.disk.as_ref().is_some_and(|disk| disk.is_named_folder(path))
    }

    fn walk_named(&self, folder: &str, keep: &(dyn Fn(&str) -> Keep + Sync)) -> Search {
        self.disk.as_ref().map(|disk| disk.walk_named(folder, keep)).unwrap_or_default()
    }
}

/// The first bytes of a text.
fn start(text: &str, most: usize) -> &[u8] {
    text.as_bytes().get(..most).unwrap_or(text.as_bytes())
}
