//! What several files say about the project, because each is read by a program that looks nowhere else.

use std::path::Path;

use serde_json::Value;

use crate::Problems;

/// Where the summary of `packaging/project.json` stands once more, with what is around it.
const SUMMARIES: [(&str, &str); 4] = [
    ("pyproject.toml", "description = \"@\"\n"),
    ("crates/plimsoll/Cargo.toml", "description = \"@\"\n"),
    ("editors/vscode/package.json", "\"description\": \"@\","),
    ("packaging/Dockerfile", "org.opencontainers.image.description=\"@\""),
];

/// Where the oldest Rust that builds the program stands once more.
const RUST: [(&str, &str); 2] = [("docs/install.md", "Rust @"), ("packaging/Dockerfile", "FROM rust:@-")];

/// Where files say something else than the one that they should agree with.
pub(super) fn check(root: &Path) -> Problems {
    let read = |path: &str| std::fs::read_to_string(root.join(path)).unwrap_or_default();
    let project: Value = serde_json::from_str(&read("packaging/project.json")).unwrap_or_default();
    let summary =
        project.get("summary").and_then(Value::as_str).unwrap_or("(no summary in packaging/project.json)");
    let manifest = read("Cargo.toml");
    let rust = manifest.lines().find_map(|line| line.strip_prefix("rust-version = \"")?.strip_suffix('"'));
    let places = SUMMARIES.map(|place| (place, summary)).into_iter();
    let places = places.chain(RUST.map(|place| (place, rust.unwrap_or("(no rust-version in Cargo.toml)"))));
    let missing = places.filter(|((path, around), what)| !read(path).contains(&around.replace('@', what)));
    missing
        .map(|((path, around), what)| format!("{path}: does not say `{}`", around.replace('@', what).trim()))
        .collect()
}
