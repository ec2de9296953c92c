//! Patterns for paths, as `exclude` and `files` take them.

use std::collections::HashSet;

use globset::{GlobBuilder, GlobSet, GlobSetBuilder};
use plimsoll_diagnostics::Span;

use crate::folders::Folder;

/// Patterns for paths below the folder of a configuration file.
///
/// They read as in `.gitignore`: one without a `/` holds at any depth, and one that names a folder covers all that
/// is in it.
#[derive(Clone, Debug, Default)]
pub(crate) struct Globs {
    folder: Folder,
    set: GlobSet,
    /// Where the pattern behind each glob of the set is written.
    places: Vec<Span>,
}

impl Globs {
    /// Makes them; each pattern that is none is handed to `refuse`, with what is wrong with it.
    pub(crate) fn new(
        folder: Folder,
        patterns: &[(String, Span)],
        mut refuse: impl FnMut(Span, String),
    ) -> Globs {
        let (mut globs, mut places) = (GlobSetBuilder::new(), Vec::new());
        for &(ref pattern, place) in patterns {
            let anchored = pattern.trim_end_matches('/').trim_start_matches("./");
            let depth = if anchored.contains('/') { "" } else { "**/" };
            let anchored = anchored.trim_start_matches('/');
            for glob in [format!("{depth}{anchored}"), format!("{depth}{anchored}/**")] {
                match GlobBuilder::new(&glob).literal_separator(true).build() {
                    Ok(glob) => {
                        globs.add(glob);
                        places.push(place);
                    }
                    Err(problem) => {
                        refuse(place, problem.kind().to_string());
                        break;
                    }
                }
            }
        }
        Globs { folder, set: globs.build().unwrap_or_default(), places }
    }

    /// Where the pattern is written that holds for a path.
    pub(crate) fn place(&self, path: &str) -> Option<Span> {
        let path = self.folder.inside(path)?;
        self.set.matches(&*path).first().and_then(|at| self.places.get(*at)).copied()
    }

    /// Whether one of them holds for a path.
    pub(crate) fn matches(&self, path: &str) -> bool {
        self.folder.inside(path).is_some_and(|path| self.set.is_match(&*path))
    }

    /// The patterns that hold for none of these paths.
    pub(crate) fn unused<'p>(&self, paths: impl Iterator<Item = &'p String>) -> Vec<Span> {
        let used: HashSet<Span> = paths
            .filter_map(|path| self.folder.inside(path))
            .flat_map(|path| self.set.matches(&*path))
            .filter_map(|at| self.places.get(at).copied())
            .collect();
        let mut unused: Vec<Span> =
            self.places.iter().copied().filter(|place| !used.contains(place)).collect();
        unused.dedup();
        unused
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use plimsoll_diagnostics::FileId;

    fn at(start: usize) -> Span {
        Span::at(FileId::FIRST, start)
    }

    #[test]
    fn patterns_read_as_in_gitignore() {
        for (pattern, path, matches) in [
            ("vendor", "vendor/a/Dockerfile", true),
            ("vendor", "a/vendor/Dockerfile", true),
            ("vendor/", "vendor", true),
            ("/vendor", "a/vendor/Dockerfile", false),
            ("test/**", "test/a/b", true),
            ("test/*", "test/a/b", true),
            ("test/*.yaml", "test/a/b.yaml", false),
            ("*.dev", "a/Dockerfile.dev", true),
            ("./a/Dockerfile", "a/Dockerfile", true),
            ("docs", "docs2/Dockerfile", false),
        ] {
            let globs = Globs::new(Folder::new("", ""), &[(pattern.to_owned(), at(0))], |_, _| panic!());
            assert_eq!(globs.matches(path), matches, "{pattern} {path}");
        }
    }

    #[test]
    fn a_pattern_that_is_none_costs_itself() {
        let mut refused = Vec::new();
        let patterns = [("a{b".to_owned(), at(1)), ("c".to_owned(), at(2))];
        let globs = Globs::new(Folder::new(".", ""), &patterns, |place, _| refused.push(place));
        assert_eq!(refused, [at(1)]);
        assert!(globs.matches("c"));
    }

    #[test]
    fn patterns_that_hold_for_nothing() {
        let patterns = ["a", "b/*", "c"].iter().zip(1..).map(|(name, place)| ((*name).to_owned(), at(place)));
        let globs = Globs::new(Folder::new("x", ""), &patterns.collect::<Vec<_>>(), |_, _| panic!());
        let unused = |paths: &[&str]| {
            let paths: Vec<String> = paths.iter().map(|path| (*path).to_owned()).collect();
            globs.unused(paths.iter())
        };
        assert_eq!(unused(&["x/a/Dockerfile", "b/d", "c"]), [at(2), at(3)]);
        assert_eq!(unused(&["x/b/d", "x/a", "x/y/c"]), []);
    }
}
