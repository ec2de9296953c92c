//! Writes the comments that silence findings.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use plimsoll_diagnostics::{Diagnostic, FileId, Sources, Text};

use crate::registry::Registry;
use crate::{Checked, FileKind, FileSystem, Linter, Overlay, Workspace};

/// What writing comments gave.
pub struct Ignored {
    /// The new text of each file that changed, by path.
    pub texts: BTreeMap<String, String>,
    /// How many comments are in it.
    pub count: usize,
    /// What is left, found in the changed files.
    pub left: Checked,
}

impl Linter {
    /// Puts a comment above everything that rules find. Writes nothing: the texts are in the answer.
    ///
    /// What the linter itself reports cannot be silenced, and is left.
    pub fn add_ignores(&self, files: &dyn FileSystem, workspace: &Workspace, reason: &str) -> Ignored {
        let found = self.check(files, workspace);
        let mut texts = BTreeMap::new();
        let mut count = 0;
        for (file, findings) in by_file(&found.diagnostics, &self.registry) {
            let path = &found.sources.file(file).path;
            let Some((text, comments)) = with_comments(&found.sources, file, &findings, reason) else {
                continue;
            };
            texts.insert(path.clone(), text);
            count += comments;
        }
        let bytes = |(path, text): (&String, &String)| (path.clone(), text.clone().into_bytes());
        let overlay = Overlay { below: files, texts: texts.iter().map(bytes).collect() };
        let left = self.check(&overlay, workspace);
        Ignored { texts, count, left }
    }
}

/// The findings that a comment can silence: their places and their rules.
fn by_file<'d>(findings: &'d [Diagnostic], registry: &Registry) -> BTreeMap<FileId, Vec<(u32, &'d str)>> {
    let mut found: BTreeMap<FileId, Vec<(u32, &str)>> = BTreeMap::new();
    for finding in findings {
        if registry.meta(&finding.rule).is_some_and(|meta| !meta.on.is_empty()) {
            let span = finding.primary.span;
            found.entry(span.file).or_default().push((span.start, &finding.rule));
        }
    }
    found
}

/// The text of a file with a comment above each place, and how many comments these are; `None` where a file has none.
fn with_comments(
    sources: &Sources,
    file: FileId,
    findings: &[(u32, &str)],
    reason: &str,
) -> Option<(String, usize)> {
    let source = sources.text(file);
    let places = FileKind::of_named(&sources.file(file).path).format().places(source)?;
    let top = places.from(0).map_or(0, |first| line_start(source, first.start));
    let around = places.innermost();
    let mut rules: BTreeMap<(usize, bool), BTreeSet<&str>> = BTreeMap::new();
    for (at, rule) in findings {
        // What is about all of a file is silenced at its top.
        let start = around.around(*at).map(|start| line_start(source, start));
        rules.entry((start.unwrap_or(top), start.is_some())).or_default().insert(*rule);
    }
    let line_end = if source.raw.contains("\r\n") { "\r\n" } else { "\n" };
    let mut text = String::with_capacity(source.raw.len() + rules.len() * 80);
    let mut written = 0;
    for ((line, is_node), rules) in &rules {
        text.push_str(source.raw.get(written..*line).unwrap_or_default());
        written = *line;
        let rest = source.raw.get(*line..).unwrap_or_default();
        text.push_str(
            rest.get(..rest.len() - rest.trim_start_matches([' ', '\t']).len()).unwrap_or_default(),
        );
        let keyword = if *is_node { "ignore" } else { "ignore-file" };
        let names: Vec<_> = rules.iter().copied().collect();
        let _ = write!(text, "# plimsoll: {keyword}[{}] {reason}{line_end}", names.join(", "));
    }
    text.push_str(source.raw.get(written..).unwrap_or_default());
    Some((text, rules.len()))
}

/// Where the line of a byte starts, behind a byte order mark.
fn line_start(source: Text<'_>, at: u32) -> usize {
    let at = at.saturating_sub(source.span.start) as usize;
    let before = source.slice(0, at).raw;
    let start = before.rfind('\n').map_or(0, |newline| newline + 1);
    if start == 0 && source.raw.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { start }
}
