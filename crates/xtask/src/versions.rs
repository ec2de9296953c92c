//! Where a file says which release of Plimsoll it is or installs, it is the one that Cargo.toml is about to make.

use std::ops::Range;
use std::path::Path;

/// What stands before a version of Plimsoll, in any file: in requirements, in workflows, in configurations of pre-commit, in
/// tags, in names of packages.
const MARKS: [&str; 9] = [
    "plimsoll-lint==",
    "plimsoll-lint@",
    "plimsoll_",
    "/.github/actions/check@v",
    "rev: v",
    "plimsoll/v",
    "releases/download/v",
    "release download v",
    "plimsoll-lint/plimsoll:",
];

/// How the name of one of our packages stands above its version. The fuzz targets have none.
const NAMES: [&str; 3] = ["name = \"plimsoll", "name = \"xtask\"", "\"name\": \"plimsoll\""];

/// The version of the workspace.
pub(crate) fn of_workspace(root: &Path) -> String {
    let manifest = std::fs::read_to_string(root.join("Cargo.toml")).unwrap_or_default();
    let version = manifest.lines().find_map(|line| line.strip_prefix("version = \"")?.strip_suffix('"'));
    version.unwrap_or_default().to_owned()
}

/// The versions of Plimsoll that a file names, by their places.
pub(crate) fn places(path: &str, text: &str) -> Vec<Range<usize>> {
    let name = path.rsplit('/').next().unwrap_or(path);
    let lines = match name {
        "Cargo.toml" | "Cargo.lock" => "version = \"",
        "package.json" | "package-lock.json" => "\"version\": \"",
        _ => "",
    };
    let mut places: Vec<_> = MARKS.iter().flat_map(|mark| after(text, 0, text, mark)).collect();
    let mut at = 0;
    let mut is_ours = false;
    for line in text.split_inclusive('\n').filter(|_| !lines.is_empty()) {
        let words = line.trim_start();
        // Cargo.toml: the workspace's own, and those of dependencies on its crates. package.json: that of the package, which
        // is indented least. Lock files: the line after the name.
        let is_here = match name {
            "Cargo.toml" => path == name && (words.starts_with(lines) || words.starts_with("plimsoll-")),
            "package.json" => line.starts_with("  \"version\""),
            _ => is_ours && words.starts_with(lines),
        };
        places.extend(after(text, at, line, lines).filter(|_| is_here));
        is_ours = NAMES.iter().any(|ours| words.starts_with(ours)) && !words.contains("plimsoll-fuzz");
        at += line.len();
    }
    places.sort_by_key(|place| place.start);
    places.dedup();
    places
}

/// The text with another version in all these places.
pub(crate) fn replaced(text: &str, places: &[Range<usize>], version: &str) -> String {
    let mut new = text.to_owned();
    for place in places.iter().rev() {
        new.replace_range(place.clone(), version);
    }
    new
}

/// Versions behind this mark in a part of a text that starts at `at`.
fn after<'t>(
    text: &'t str,
    at: usize,
    part: &'t str,
    mark: &'t str,
) -> impl Iterator<Item = Range<usize>> + use<'t> {
    part.match_indices(mark).filter_map(move |(found, _)| {
        let start = at + found + mark.len();
        Some(start..start + length(text.get(start..)?)?)
    })
}

/// How long the version is that a text starts with: `0.2.0` or `0.2.0-rc.1`. A revision of a package (`-1`) is no part of it.
fn length(text: &str) -> Option<usize> {
    let digits = |text: &str| {
        Some(text.len() - text.trim_start_matches(|one: char| one.is_ascii_digit()).len())
            .filter(|len| *len > 0)
    };
    let mut end = digits(text)?;
    for mark in [".", ".", "-rc."] {
        match text.get(end..).and_then(|rest| rest.strip_prefix(mark)).and_then(digits) {
            Some(more) => end += mark.len() + more,
            None if mark == "-rc." => {}
            None => return None,
        }
    }
    Some(end)
}

/// Whether this is a version, and nothing else.
pub(crate) fn is_version(text: &str) -> bool {
    length(text) == Some(text.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(path: &str, text: &str) -> Vec<String> {
        places(path, text).into_iter().filter_map(|place| text.get(place)).map(str::to_owned).collect()
    }

    #[test]
    fn versions_are_found_behind_their_marks() {
        let page = |text| found("docs/a.md", text);
        assert_eq!(page("pip install plimsoll-lint==1.2.0.\n"), ["1.2.0"]);
        assert_eq!(page("pip install plimsoll-lint==${VERSION}"), Vec::<String>::new());
        assert_eq!(page("    rev: v1.1.0\n"), ["1.1.0"]);
        assert_eq!(page("plimsoll/.github/actions/check@v11.2.0-rc.3"), ["11.2.0-rc.3"]);
        assert_eq!(page("./plimsoll_0.1.0-1_amd64.deb"), ["0.1.0"]);
        assert_eq!(page("rust 1.94.1"), Vec::<String>::new());
    }

    #[test]
    fn manifests_and_lock_files_name_it_too() {
        let manifest = "[workspace.package]\nversion = \"0.1.0\"\nrust-version = \"1.94.1\"\n[workspace.dependencies]\n\
                        plimsoll-a = { path = \"a\", version = \"0.2.0\" }\nclap = { version = \"4.6.0\" }\n";
        assert_eq!(found("Cargo.toml", manifest), ["0.1.0", "0.2.0"]);
        assert_eq!(found("fuzz/Cargo.toml", "version = \"0.0.0\"\n"), Vec::<String>::new());
        let lock = "name = \"plimsoll-a\"\nversion = \"0.1.0\"\n\n[[package]]\nname = \"clap\"\nversion = \"4.6.0\"\n";
        assert_eq!(found("fuzz/Cargo.lock", lock), ["0.1.0"]);
        let package = "{\n  \"name\": \"plimsoll\",\n  \"a\": 1,\n  \"version\": \"0.1.0\",\n  \"b\": { \"version\": \"2.0.0\" }\n}\n";
        assert_eq!(found("editors/vscode/package.json", package), ["0.1.0"]);
    }

    #[test]
    fn all_are_replaced_at_once() {
        let text = "rev: v0.1.0, plimsoll-lint==0.1.0";
        assert_eq!(replaced(text, &places("a", text), "10.0.0"), "rev: v10.0.0, plimsoll-lint==10.0.0");
    }

    #[test]
    fn a_version_is_three_numbers() {
        assert!(is_version("0.1.0") && is_version("0.1.0-rc.1"));
        assert!(!is_version("0.1") && !is_version("v0.1.0") && !is_version("0.1.0-rc"));
    }
}
