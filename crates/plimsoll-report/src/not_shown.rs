//! What a report does not show: files that were not checked, and findings that comments hide.

use std::io::{self, Write};

use serde::Serialize;

use crate::sanitize::visible;

/// How many are named for people; programs get all.
const MOST_NAMED: usize = 5;

/// What a run did not check or does not show.
#[derive(Clone, Debug, Default)]
pub struct NotShown {
    /// The Dockerfiles and Compose files that were not checked.
    pub files: Vec<LeftOut>,
    /// The findings that a comment or another linter's configuration hides.
    pub findings: Vec<Hidden>,
}

/// A file that was not checked.
#[derive(Clone, Debug, Serialize)]
pub struct LeftOut {
    /// The file, or a directory if it ends with `/`.
    pub file: String,
    /// What leaves it out: `exclude`, `nested-configuration`, `formats`, `ignore-file` or `command-line`.
    pub by: &'static str,
    /// The file and line that says so; empty for the command line.
    pub place: String,
}

/// A finding that a comment hides.
#[derive(Clone, Debug, Serialize)]
pub struct Hidden {
    /// The file that it is about.
    pub file: String,
    /// The line, from 1 on.
    pub line: usize,
    /// The rule that found it.
    pub rule: String,
    /// What hides it: `skip-all`, `peer-comment`, `peer-configuration` or `new-comment`.
    pub by: &'static str,
}

impl NotShown {
    /// A line for people about each kind of it.
    pub fn lines(&self) -> Vec<String> {
        let mut lines = Vec::new();
        if !self.files.is_empty() {
            let has_directory = self.files.iter().any(|left_out| left_out.file.ends_with('/'));
            let what = if has_directory { "path" } else { "file" };
            let files = self.files.iter().map(|left_out| match &*left_out.place {
                "" => format!("`{}` (`--exclude`)", left_out.file),
                place => format!("`{}` ({place})", left_out.file),
            });
            lines.push(format!("{} not checked: {}", counted(self.files.len(), what), few(files)));
        }
        let hidden = |by: &str, what: &str, why: &str| {
            let findings: Vec<_> = self.findings.iter().filter(|finding| finding.by == by).collect();
            let places = findings.iter().map(|one| format!("`{}:{}` {}", one.file, one.line, one.rule));
            let count = counted(findings.len(), what);
            (!findings.is_empty()).then(|| format!("{count} hidden by {why}: {}", few(places)))
        };
        lines.extend(hidden("skip-all", "security error", "`check=skip=all` (see `--no-ignores`)"));
        let why = "comments for other linters (see `--no-ignores`)";
        lines.extend(hidden("peer-comment", "security error", why));
        lines.extend(hidden("peer-configuration", "finding", "another linter's configuration"));
        lines.extend(hidden("new-comment", "finding", "comments that are not in the trusted revision"));
        lines
    }

    /// Writes the lines, for terminals.
    pub(crate) fn write(&self, out: &mut dyn Write) -> io::Result<()> {
        self.lines().iter().try_for_each(|line| writeln!(out, "{}", visible(line)))
    }
}

/// The first of them, and how many there are besides.
fn few(all: impl Iterator<Item = String>) -> String {
    let all: Vec<String> = all.collect();
    let named = all.iter().take(MOST_NAMED).map(String::as_str).collect::<Vec<_>>().join(", ");
    match all.len().saturating_sub(MOST_NAMED) {
        0 => named,
        more => format!("{named} and {more} more"),
    }
}

fn counted(count: usize, name: &str) -> String {
    format!("{count} {name}{}", if count == 1 { "" } else { "s" })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn five_are_named() {
        let files = (0..7).map(|at| LeftOut {
            file: format!("{at}/Dockerfile"),
            by: "ignore-file",
            place: ".gitignore:1".to_owned(),
        });
        let mut not_shown = NotShown { files: files.collect(), ..NotShown::default() };
        let lines = not_shown.lines().concat();
        assert!(lines.starts_with("7 files not checked: `0/Dockerfile` (.gitignore:1), "), "{lines}");
        assert!(lines.ends_with("`4/Dockerfile` (.gitignore:1) and 2 more"), "{lines}");
        not_shown.files.truncate(1);
        assert_eq!(not_shown.lines(), ["1 file not checked: `0/Dockerfile` (.gitignore:1)"]);
    }
}
