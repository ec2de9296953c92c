//! `[[project]]` and `[policy]`, and patterns for paths.

use plimsoll_diagnostics::Diagnostic;

use super::{RULE, Reader, Value};
use crate::config::{Globs, Written};
use crate::folders::{Folder, join};
use crate::limits::PATTERNS;

const PROJECT_KEYS: [&str; 1] = ["files"];

impl Reader<'_> {
    /// Patterns for paths; `taken` is how many there are already.
    pub(super) fn globs(&mut self, value: &Value<'_>, taken: &mut usize) -> Globs {
        let mut patterns = self.strings(value).unwrap_or_default();
        let most = PATTERNS.saturating_sub(*taken);
        if let Some((_, late)) = patterns.get(most).cloned() {
            self.problem(late, format!("only the first {PATTERNS} patterns in a configuration are used"))
                .help("replace patterns for single files with a pattern for their directory");
        }
        patterns.truncate(most);
        *taken += patterns.len();
        let patterns: Vec<_> =
            patterns.into_iter().map(|(pattern, range)| (pattern, self.span(range))).collect();
        Globs::new(Folder::new(self.folder, self.here), &patterns, |place, problem| {
            let problem = format!("not a valid path pattern: {problem}");
            self.problems.push(Diagnostic::new(RULE, place, problem));
        })
    }

    /// The files of each `[[project]]`, which Compose is given together.
    pub(super) fn projects(&mut self, value: &Value<'_>) -> Vec<Vec<String>> {
        let Some(tables) = value.get_ref().as_array() else {
            self.wrong_type(value, "tables").help("write `[[project]]`");
            return Vec::new();
        };
        let mut projects = Vec::new();
        for table in tables {
            let mut files = Vec::new();
            let entries = self.table(table);
            let first = entries.first().map_or(table.span(), |(key, _)| key.span());
            for (key, value) in entries {
                match &**key.get_ref() {
                    "files" => files = self.strings(value).unwrap_or_default(),
                    unknown => self.unknown(key.span(), "a project has no setting", unknown, &PROJECT_KEYS),
                }
            }
            if files.is_empty() {
                self.problem(first, "a project must list its Compose files")
                    .help("add `files = [\"compose.yaml\", \"compose.prod.yaml\"]`");
                continue;
            }
            projects.push(files.into_iter().map(|(file, _)| join(self.folder, &file)).collect());
        }
        projects
    }

    /// The files of `[policy]`.
    pub(super) fn policy(&mut self, value: &Value<'_>, written: &mut Written) {
        for (key, value) in self.table(value) {
            match &**key.get_ref() {
                "files" => {
                    let files = self.strings(value).unwrap_or_default();
                    written.policies.extend(files.into_iter().map(|(file, _)| join(self.folder, &file)));
                }
                unknown => self.unknown(key.span(), "`[policy]` has no setting", unknown, &PROJECT_KEYS),
            }
        }
    }
}
