//! Writes the comments that silence findings.

use std::collections::{BTreeMap, BTreeSet};

use plimsoll_diagnostics::{Diagnostic, FileId, Sources};

use super::writer::{IgnorePlace, IgnoreWriter, Insertion};
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

/// The text of a file with a comment above each place, and how many comments were written or grew; `None` where a file
/// has none.
fn with_comments(
    sources: &Sources,
    file: FileId,
    findings: &[(u32, &str)],
    reason: &str,
) -> Option<(String, usize)> {
    let source = sources.text(file);
    let path = &sources.file(file).path;
    let writer = IgnoreWriter::new(FileKind::of_file(path, source.raw), path, source)?;
    let mut rules: BTreeMap<IgnorePlace, BTreeSet<&str>> = BTreeMap::new();
    for (at, rule) in findings {
        rules.entry(writer.place(*at)).or_default().insert(*rule);
    }
    let insertion = |(place, rules): (&IgnorePlace, &BTreeSet<&str>)| {
        let rules: Vec<&str> = rules.iter().copied().collect();
        writer.insertion(*place, &rules, reason)
    };
    let mut insertions: Vec<Insertion> = rules.iter().map(insertion).collect();
    // What is for the whole file goes before what is for its first line.
    insertions.sort_by_key(|insertion| (insertion.at, !insertion.text.contains("ignore-file[")));
    let mut text = String::with_capacity(source.raw.len() + insertions.len() * 80);
    let mut written = 0;
    for insertion in &insertions {
        text.push_str(source.raw.get(written..insertion.at).unwrap_or_default());
        text.push_str(&insertion.text);
        written = insertion.at;
    }
    text.push_str(source.raw.get(written..).unwrap_or_default());
    Some((text, insertions.len()))
}
