//! A file of structured data that is neither a Dockerfile nor a Compose file: what it holds, as it is written.

use plimsoll_compose::yaml::Stream;
use plimsoll_diagnostics::{FileId, Sources, Span, Text};

/// A file of structured data: settings of an engine, for example.
#[derive(Debug)]
pub struct Document<'s> {
    /// Its path, as its [`Sources`] have it.
    pub path: &'s str,
    /// The same from the root of its repository.
    pub from_root: &'s str,
    /// What kind of file it is, in the word of its format.
    pub kind: &'static str,
    /// All of its text.
    pub source: Text<'s>,
    /// What it holds.
    pub data: Stream<'s>,
    /// Whether a template engine changes it before anybody reads it. Nothing is said of such a file.
    pub is_template: bool,
    /// What lies around it and tells how it is used.
    pub around: Vec<String>,
    /// The flags that the program which reads it is certainly started with, and where they come from.
    pub flags: Vec<(String, Span)>,
}

impl<'s> Document<'s> {
    /// Whether something stands outside of its strings that a template engine replaces.
    pub fn has_template_marks(&self, marks: &[&str]) -> bool {
        let mut outside = self.source.raw.split('"').step_by(2);
        outside.any(|part| marks.iter().any(|mark| part.contains(mark)))
    }

    /// A file that `read` makes a tree of.
    pub fn new(
        sources: &'s Sources,
        file: FileId,
        kind: &'static str,
        read: impl FnOnce(Text<'s>) -> Stream<'s>,
    ) -> Document<'s> {
        let source = sources.text(file);
        Document {
            path: &sources.file(file).path,
            from_root: sources.file(file).repository_path(),
            kind,
            source,
            data: read(source),
            is_template: false,
            around: Vec::new(),
            flags: Vec::new(),
        }
    }
}
