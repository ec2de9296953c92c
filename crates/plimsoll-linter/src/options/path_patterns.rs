//! Patterns for paths of the host, as options of rules.

use plimsoll_project::{Wildcards, host_paths, too_many_stars};
use serde::Deserialize;

/// Patterns for paths. One that means all that is in a directory means the directory, too.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(try_from = "Vec<String>")]
pub struct PathPatterns {
    written: Vec<String>,
    /// Two for each.
    all: Wildcards,
}

impl TryFrom<Vec<String>> for PathPatterns {
    type Error = String;

    fn try_from(written: Vec<String>) -> Result<PathPatterns, String> {
        let both = written.iter().flat_map(|path| {
            // A star at the beginning stands for anything, not for what lies beside the file.
            let path = if path.starts_with('*') { path.clone() } else { host_paths::normal(path) };
            [path.strip_suffix("/**").unwrap_or(&path).to_owned(), path]
        });
        let all = Wildcards::new(both).ok_or_else(too_many_stars)?;
        Ok(PathPatterns { written, all })
    }
}

impl PathPatterns {
    /// The first pattern that means a path.
    pub fn find(&self, path: &str) -> Option<&str> {
        let at = self.all.find(&host_paths::normal(path))? / 2;
        self.written.get(at).map(String::as_str)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_compared_as_the_engine_reads_it() {
        for (pattern, path, is_meant) in [
            ("./**", "./config", true),
            ("./**", "config", true),
            ("./**", ".", true),
            ("./**", "./config/../../etc", false),
            ("./**", "../config", false),
            ("/etc/**", "/srv/../etc/passwd", true),
            ("/etc/**", "/etc", true),
            ("/etc", "/etc/", true),
            ("/srv/*", "/srv/a/b", false),
            ("~/**", "~/.ssh", true),
            ("/**", "/", true),
            ("**", "/etc", true),
            ("**", "config", true),
        ] {
            let patterns = PathPatterns::try_from(vec![pattern.to_owned()]).unwrap();
            assert_eq!(patterns.find(path).is_some(), is_meant, "{pattern} {path}");
        }
    }
}
