//! ADD of something that COPY would copy just as well.

use dockerfile::{Add, Word};
use plimsoll_linter::prelude::*;

/// What ADD unpacks. It looks at the content, but files of such content are named so.
const ARCHIVES: [&str; 17] = [
    ".tar", ".gz", ".bz2", ".xz", ".zst", ".z", ".lz", ".lzma", ".tgz", ".tbz", ".tbz2", ".tb2", ".tz2",
    ".txz", ".tlz", ".tzst", ".tpz",
];

/// What never is an archive that ADD would unpack.
const PLAIN: [&str; 34] = [
    ".c",
    ".cfg",
    ".conf",
    ".crt",
    ".css",
    ".env",
    ".go",
    ".html",
    ".ini",
    ".jar",
    ".java",
    ".js",
    ".json",
    ".lock",
    ".md",
    ".php",
    ".pl",
    ".pom",
    ".properties",
    ".py",
    ".rb",
    ".repo",
    ".rs",
    ".service",
    ".sh",
    ".sql",
    ".toml",
    ".ts",
    ".txt",
    ".war",
    ".xml",
    ".yaml",
    ".yml",
    ".zip",
];

#[derive(Default)]
pub(crate) struct LocalAdd;

impl Rule for LocalAdd {
    fn check_add(&self, add: &Add, cx: &mut Context) {
        let Some(instruction) = cx.instruction() else { return };
        let of_add = ["checksum", "keep-git-dir", "unpack"];
        if of_add.iter().any(|flag| instruction.flag(flag).is_some()) {
            return;
        }
        let (mut is_certain, mut has_files) = (true, false);
        for source in &add.sources {
            if is_heredoc(source) {
                continue;
            }
            has_files = true;
            let Some(path) = cx.expand(source) else { return };
            let name = path.rsplit('/').next().unwrap_or_default().to_ascii_lowercase();
            let is_glob_of_any = name.ends_with('*') && name.len() > 1;
            if is_remote(&path) || is_glob_of_any || ARCHIVES.iter().any(|ending| name.ends_with(ending)) {
                return;
            }
            is_certain &=
                matches!(&*name, "" | "." | "..") || PLAIN.iter().any(|ending| name.ends_with(ending));
        }
        let keyword = instruction.keyword.text;
        let copy = if keyword.raw.chars().all(char::is_lowercase) { "copy" } else { "COPY" };
        let fix = if is_certain { Fix::safe("write `COPY`") } else { Fix::risky("write `COPY`") };
        let message = if has_files {
            "`ADD` is used to copy local files"
        } else {
            "`ADD` is used to copy a here-document"
        };
        cx.report(keyword.span, message)
            .here("`ADD` also downloads URLs and extracts archives")
            .help("use `COPY`, which only copies files")
            .fix(fix.replace(keyword.span, copy));
    }
}

fn is_heredoc(word: &Word) -> bool {
    word.value.starts_with("<<")
}

fn is_remote(source: &str) -> bool {
    let source = source.trim_matches(['"', '\'']);
    source.contains("://") || source.starts_with("git@") || source.ends_with(".git")
}
