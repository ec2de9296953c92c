//! Whose comments count: with a trusted revision, those that it has.

use std::cell::RefCell;
use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use plimsoll_diagnostics::{FileId, Sources, Span};

use crate::limits::FILE_BYTES;
use crate::{FileKind, FileSystem};

/// The revision of Git whose configuration and comments are trusted, whatever the files that are checked say.
#[derive(Clone)]
pub struct Trust {
    /// Its name, as the command line has it.
    pub revision: String,
    /// The files as it has them.
    pub files: Arc<dyn FileSystem + Send>,
}

impl Trust {
    /// The configuration files that the revision has in these directories and below.
    pub(crate) fn configs(&self, searched: &[String]) -> BTreeSet<String> {
        let is_config = |path: &str| (FileKind::of(path) == Some(FileKind::Config)).into();
        searched.iter().flat_map(|folder| self.files.walk(folder, &is_config).files).collect()
    }

    /// The comments of these files.
    pub(crate) fn comments<'t>(&'t self, sources: &'t Sources) -> TrustedComments<'t> {
        TrustedComments { trust: self, sources, by_file: RefCell::default() }
    }
}

/// The comments of files that the trusted revision has, too.
pub(crate) struct TrustedComments<'t> {
    trust: &'t Trust,
    sources: &'t Sources,
    /// For each line of a file, whether its comment is among them.
    by_file: RefCell<HashMap<FileId, Vec<bool>>>,
}

impl TrustedComments<'_> {
    /// Whether the comment on the line of `span` is one of them.
    pub(crate) fn has(&self, span: Span) -> bool {
        let file = self.sources.file(span.file);
        let mut by_file = self.by_file.borrow_mut();
        let lines = by_file.entry(span.file).or_insert_with(|| {
            let old = self.trust.files.read(&file.path, FILE_BYTES).unwrap_or_default();
            known_comments(&String::from_utf8_lossy(&old), &file.text)
        });
        lines.get(file.lines().line(span.start)) == Some(&true)
    }
}

/// What stands around a comment: before it on its line, and on the line below.
type Around<'t> = (&'t str, &'t str);

/// The comments of a text, each with what stands around it; `None` for a line without one.
fn comments<'t>(text: &'t str) -> Vec<Option<(&'t str, Around<'t>)>> {
    let lines: Vec<&str> = text.lines().collect();
    let below = lines.iter().skip(1).copied().chain([""]);
    let comment = |line: &'t str, below: &'t str| {
        let (before, comment) = line.split_at_checked(line.find('#')?)?;
        Some((comment.trim_end(), (before.trim(), below.trim())))
    };
    lines.iter().zip(below).map(|(line, below)| comment(line, below)).collect()
}

/// For each line of `new`, whether `old` has its comment. Of comments that are alike, as many are known as `old` has: first
/// those that stand where one stood.
fn known_comments(old: &str, new: &str) -> Vec<bool> {
    let mut left: HashMap<&str, Vec<Around<'_>>> = HashMap::new();
    for (comment, around) in comments(old).into_iter().flatten() {
        left.entry(comment).or_default().push(around);
    }
    let new = comments(new);
    let mut known = vec![false; new.len()];
    for stays in [true, false] {
        for (known, comment) in known.iter_mut().zip(&new) {
            let Some((comment, around)) = comment.filter(|_| !*known) else { continue };
            let Some(old) = left.get_mut(comment) else { continue };
            let found = old.iter().position(|one| !stays || *one == around);
            if let Some(at) = found {
                old.swap_remove(at);
                *known = true;
            }
        }
    }
    known
}

#[cfg(test)]
mod tests {
    use super::known_comments;

    #[test]
    fn a_comment_is_known_as_often_as_it_was_there() {
        let old = "FROM a\n# x\nRUN b\n  c: d # y\n";
        assert_eq!(known_comments(old, old), [false, true, false, true]);
        // Moved, and with another value before it.
        assert_eq!(known_comments(old, "# x\nFROM a\nc: e # y"), [true, false, true]);
        // Twice: the one that was there is known, wherever the copy stands.
        assert_eq!(known_comments(old, "# x\nRUN c\n# x\nRUN b"), [false, false, true, false]);
        assert_eq!(known_comments("", "# x"), [false]);
    }
}
