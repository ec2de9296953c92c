//! Which paths Git ignores, and which line of which file says so.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use ignore::gitignore::{Gitignore, GitignoreBuilder};

use super::plain::read;
use crate::limits::{FILE_BYTES, IGNORE_PATTERNS};

/// What of an ignore file has no effect.
pub(super) enum Unused {
    All,
    Rest,
}

/// The ignore files that hold in a directory, the nearest first.
#[derive(Clone, Default)]
pub(super) struct Ignores(Option<Arc<Node>>);

struct Node {
    patterns: Gitignore,
    outer: Ignores,
}

impl Ignores {
    /// What holds in a whole repository: the user's own ignore file and that of the repository.
    pub(super) fn of_repository(root: &Path, exclude: &Path) -> Ignores {
        let (global, _) = GitignoreBuilder::new(root).build_global();
        Ignores::default().with(global).with_file(root, exclude, ".git/info/exclude").0
    }

    /// These and the ignore file of a directory, which is called `name`.
    pub(super) fn with_file(&self, directory: &Path, file: &Path, name: &str) -> (Ignores, Option<Unused>) {
        let Ok(bytes) = read(file, FILE_BYTES) else { return (self.clone(), None) };
        if bytes.len() > FILE_BYTES {
            return (self.clone(), Some(Unused::All));
        }
        let mut builder = GitignoreBuilder::new(directory);
        let text = String::from_utf8_lossy(&bytes);
        let lines = text.trim_start_matches('\u{feff}').lines().enumerate();
        let mut patterns =
            lines.filter(|(_, line)| !line.trim().is_empty() && !line.starts_with('#')).peekable();
        for (number, line) in patterns.by_ref().take(IGNORE_PATTERNS) {
            // A pattern that is none costs itself, as in Git.
            let _ = builder.add_line(Some(PathBuf::from(format!("{name}:{}", number + 1))), line);
        }
        let unused = patterns.peek().map(|_| Unused::Rest);
        (builder.build().map_or_else(|_| self.clone(), |patterns| self.clone().with(patterns)), unused)
    }

    fn with(self, patterns: Gitignore) -> Ignores {
        if patterns.is_empty() { self } else { Ignores(Some(Arc::new(Node { patterns, outer: self }))) }
    }

    /// The file and line that ignores a path, of which the directory is not ignored.
    pub(super) fn ignoring(&self, path: &Path, is_directory: bool) -> Option<String> {
        let mut next = &self.0;
        while let Some(node) = next {
            match node.patterns.matched(path, is_directory) {
                ignore::Match::None => next = &node.outer.0,
                ignore::Match::Whitelist(_) => return None,
                ignore::Match::Ignore(glob) => {
                    let place = glob.from().map(|from| from.to_string_lossy().into_owned());
                    return Some(place.unwrap_or_default());
                }
            }
        }
        None
    }
}
