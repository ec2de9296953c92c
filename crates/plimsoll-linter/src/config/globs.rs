//! Patterns for paths, as `exclude` and `files` take them.

use globset::{GlobBuilder, GlobSet, GlobSetBuilder};

/// Patterns for paths below the folder of a configuration file.
///
/// They read as in `.gitignore`: one without a `/` holds at any depth, and one that names a folder covers all that
/// is in it.
#[derive(Clone, Debug)]
pub(super) struct Globs {
    /// Without `./` before it and `/` behind it.
    folder: String,
    set: GlobSet,
}

impl Globs {
    /// Makes them; each pattern that is none is handed to `refuse`, with what is wrong with it.
    pub(super) fn new<'p, P: 'p>(
        folder: &str,
        patterns: &'p [(String, P)],
        mut refuse: impl FnMut(&'p P, String),
    ) -> Globs {
        let mut globs = GlobSetBuilder::new();
        for (pattern, place) in patterns {
            let anchored = pattern.trim_end_matches('/').trim_start_matches("./");
            let depth = if anchored.contains('/') { "" } else { "**/" };
            let anchored = anchored.trim_start_matches('/');
            for glob in [format!("{depth}{anchored}"), format!("{depth}{anchored}/**")] {
                match GlobBuilder::new(&glob).literal_separator(true).build() {
                    Ok(glob) => {
                        globs.add(glob);
                    }
                    Err(problem) => {
                        refuse(place, problem.kind().to_string());
                        break;
                    }
                }
            }
        }
        let folder = folder.trim_start_matches("./").trim_end_matches('/').to_owned();
        Globs { folder, set: globs.build().unwrap_or_default() }
    }

    /// Whether one of them holds for a path.
    pub(super) fn matches(&self, path: &str) -> bool {
        self.inside(path).is_some_and(|path| self.set.is_match(path))
    }

    /// The path seen from the folder of the file; `None` outside of it.
    fn inside<'p>(&self, path: &'p str) -> Option<&'p str> {
        let path = path.strip_prefix("./").unwrap_or(path);
        match self.folder.as_str() {
            "" | "." => Some(path),
            folder => path.strip_prefix(folder)?.strip_prefix('/'),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

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
            let globs = Globs::new("", &[(pattern.to_owned(), ())], |(), _| panic!());
            assert_eq!(globs.matches(path), matches, "{pattern} {path}");
        }
    }

    #[test]
    fn a_pattern_that_is_none_costs_itself() {
        let mut refused = Vec::new();
        let patterns = [("a{b".to_owned(), 1), ("c".to_owned(), 2)];
        let globs = Globs::new(".", &patterns, |place, _| refused.push(*place));
        assert_eq!(refused, [1]);
        assert!(globs.matches("c"));
    }
}
