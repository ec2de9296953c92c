//! Where a file says which release to install, it is the one that Cargo.toml is about to make.

use std::path::Path;

/// What stands before a version of Plimsoll: in requirements, in workflows, in configurations of pre-commit, in tags.
const MARKS: [&str; 4] = ["plimsoll-lint==", "/.github/actions/check@v", "rev: v", "plimsoll/v"];

/// The version of the workspace.
pub(crate) fn of_workspace(root: &Path) -> String {
    let manifest = std::fs::read_to_string(root.join("Cargo.toml")).unwrap_or_default();
    let version = manifest.lines().find_map(|line| line.strip_prefix("version = \"")?.strip_suffix('"'));
    version.unwrap_or_default().to_owned()
}

/// The places of a text that name another version than this one, as they stand there.
pub(crate) fn others<'t>(text: &'t str, version: &str) -> impl Iterator<Item = &'t str> {
    let named = MARKS.iter().flat_map(|mark| text.match_indices(mark)).filter_map(|(at, mark)| {
        let here = text.get(at..)?;
        let rest = here.get(mark.len()..)?;
        let end = rest.find(|next: char| !next.is_ascii_digit() && next != '.').unwrap_or(rest.len());
        here.get(..mark.len() + end).filter(|_| rest.starts_with(|first: char| first.is_ascii_digit()))
    });
    named.filter(move |found| !found.trim_end_matches('.').ends_with(&format!("{}{version}", mark_of(found))))
}

fn mark_of(found: &str) -> &str {
    MARKS.iter().find(|mark| found.starts_with(**mark)).copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn other_versions_are_found() {
        let found = |text| others(text, "1.2.0").collect::<Vec<_>>();
        assert_eq!(found("pip install plimsoll-lint==1.2.0.\n"), Vec::<&str>::new());
        assert_eq!(found("pip install plimsoll-lint==${VERSION}"), Vec::<&str>::new());
        assert_eq!(found("    rev: v1.1.0\n"), ["rev: v1.1.0"]);
        assert_eq!(found("plimsoll/.github/actions/check@v11.2.0"), ["/.github/actions/check@v11.2.0"]);
    }
}
