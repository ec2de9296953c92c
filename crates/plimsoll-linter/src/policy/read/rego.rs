//! The Rego files that a policy names, and their data.

use std::collections::HashSet;

use plimsoll_diagnostics::{FileId, Span, Text, nearest};

use super::Reader;
use crate::config::{alternatives, did_you_mean};
use crate::policy::rego::{RegoData, RegoModule};
use crate::policy::tree::{Item, Node};
use crate::policy::word::{Word, level};

pub(super) const KEYS: [&str; 4] = ["combine", "data", "files", "levels"];

/// What the names of files of data end with.
const DATA: [&str; 4] = [".json", ".toml", ".yaml", ".yml"];

/// What the names of modules of tests end with; they hold in `policy test` alone.
const TESTS: &str = "_test.rego";

/// Lists the files at or below a path that are wanted by name, or says why there are none. `true`: whoever names the path is
/// trusted.
pub(crate) type List<'a> =
    dyn Fn(&str, bool, &(dyn Fn(&str) -> bool + Sync)) -> Result<Vec<String>, String> + 'a;

impl<'a> Reader<'a, '_> {
    /// `rego: [policy/]`, or a table with `files`, `data`, `levels` and `combine`.
    pub(super) fn rego(&mut self, item: &Item) {
        let Some(pairs) = item.table() else { return self.modules(item, false) };
        let is_combined = item.get("combine").is_some_and(|pair| matches!(pair.value.node, Node::Bool(true)));
        for pair in pairs {
            match &*pair.key {
                "files" => self.modules(&pair.value, is_combined),
                "data" => self.rego_data(&pair.value),
                "levels" => self.rego_levels(&pair.value),
                "combine" => {
                    if !matches!(pair.value.node, Node::Bool(_)) {
                        self.wrong_type(&pair.value, "a boolean");
                    }
                }
                unknown => {
                    let help =
                        did_you_mean(nearest(unknown, KEYS), || format!("use {}", alternatives(&KEYS)));
                    self.problem(pair.place, format!("unknown key `{unknown}` in `rego`")).help(help);
                }
            }
        }
    }

    fn modules(&mut self, item: &Item, is_combined: bool) {
        let mut known: HashSet<FileId> = self.policy.rego.modules.iter().map(|known| known.file).collect();
        let mut named = HashSet::new();
        for (written, place) in self.strings(item) {
            if !named.insert(written.clone()) || self.is_remote(&written, place) {
                continue;
            }
            let path = self.path(&written);
            let Some(found) = self.below(&path, place, |path| path.ends_with(".rego")) else { continue };
            if found.is_empty() {
                self.problem(place, format!("`{path}` has no `.rego` file"))
                    .help("specify a file, or a directory that contains such files");
            }
            for (path, text) in found {
                let is_known = known.contains(&text.span.file);
                if !is_known && (path == written || !path.ends_with(TESTS)) {
                    let file = text.span.file;
                    known.insert(file);
                    self.policy.rego.modules.push(RegoModule { file, named: place, is_combined });
                }
            }
        }
    }

    /// Files of data. The folders below the one that is named lead to them.
    pub(super) fn rego_data(&mut self, item: &Item) {
        let mut named = HashSet::new();
        for (written, place) in self.strings(item) {
            if !named.insert(written.clone()) || self.is_remote(&written, place) {
                continue;
            }
            let path = self.path(&written);
            let is_data = |path: &str| DATA.iter().any(|end| path.ends_with(end));
            let Some(found) = self.below(&path, place, is_data) else { continue };
            if found.is_empty() {
                self.problem(place, format!("`{path}` has no data file"))
                    .help("specify a YAML, JSON or TOML file, or a directory that contains such files");
            }
            for (file, text) in found {
                let below = file.strip_prefix(&*path).unwrap_or_default().trim_start_matches('/');
                let folders = below.rsplit_once('/').map_or("", |(folders, _)| folders);
                let keys = folders.split('/').filter(|key| !key.is_empty()).map(str::to_owned).collect();
                self.policy.rego.data.push(RegoData { keys, file: text.span.file, named: place });
            }
        }
    }

    /// The files at or below a path, with their texts. What cannot be read is not checked, and never passes.
    fn below(&mut self, path: &str, place: Span, keep: fn(&str) -> bool) -> Option<Vec<(String, Text<'a>)>> {
        let around = self.around;
        let mut files = match (around.list)(path, self.file.is_trusted, &keep) {
            Ok(files) => files,
            Err(why) => {
                let message = format!("`{path}` cannot be read, so none of it is checked: {why}");
                self.problem(place, message);
                return None;
            }
        };
        files.sort_unstable();
        let mut texts = Vec::new();
        for file in files {
            match (around.load)(&file, self.file.is_trusted) {
                Ok(text) => {
                    self.texts.add(&file, text);
                    texts.push((file, text));
                }
                Err(why) => {
                    let message = format!("`{file}` cannot be read, so none of it is checked: {why}");
                    self.problem(place, message);
                    return None;
                }
            }
        }
        Some(texts)
    }

    fn rego_levels(&mut self, item: &Item) {
        for pair in self.table(item) {
            let Some(text) = self.string(&pair.value) else { continue };
            self.policy.rego.level_names.push((pair.key.clone(), pair.place));
            let found = level(&text).or_else(|| Word::from_text(&text).and_then(Word::floor));
            match found {
                Some(level) => {
                    let known = self.policy.rego.levels.entry(pair.key.clone()).or_insert(level);
                    *known = level.max(*known);
                }
                None => {
                    self.problem(pair.value.span, format!("unknown level `{text}`"))
                        .help("write `error`, `warning`, `note`, `required` or `preferred`");
                }
            }
        }
    }
}
