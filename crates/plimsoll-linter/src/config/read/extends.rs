//! What a configuration extends: presets, peers and other files.

use std::collections::HashSet;
use std::ops::Range;

use plimsoll_diagnostics::Diagnostic;

use super::{Reader, Strings, Value, read_one};
use crate::Preset;
use crate::config::preset_source::HADOLINT;
use crate::config::{ParseContext, PresetSource, Written};
use crate::folders::join;

/// How many files may extend each other in a row.
const MOST_EXTENDED: usize = 16;

impl Reader<'_> {
    /// Notes the presets, and gives the files that are extended besides.
    pub(super) fn extends(&mut self, value: &Value<'_>, written: &mut Written) -> Strings {
        let names: Vec<_> = PresetSource::all().map(PresetSource::name).collect();
        let Some(extended) = self.strings(value) else { return Strings::new() };
        let (files, presets): (Strings, Strings) = extended.into_iter().partition(|(name, _)| is_file(name));
        let of_hadolint = files.iter().any(|(name, _)| is_yaml(name));
        if presets.is_empty() && !files.is_empty() {
            return files;
        }
        let basis = written.basis.get_or_insert_default();
        for (name, range) in presets {
            // A name with a slip in it must not turn everything off.
            let preset = PresetSource::from_name(&name).unwrap_or_else(|| {
                self.unknown(range, "unknown preset", &name, &names);
                PresetSource::Preset(Preset::Recommended)
            });
            if !basis.contains(&preset) {
                basis.push(preset);
            }
        }
        if of_hadolint {
            basis.push(PresetSource::Peer(HADOLINT));
        }
        files
    }

    /// Reads a file that this one extends; gives the problems in it.
    pub(super) fn extended(
        &mut self,
        file: &str,
        range: Range<usize>,
        around: &ParseContext<'_>,
        written: &mut Written,
        open: &mut Vec<String>,
        done: &mut HashSet<String>,
    ) -> Vec<Diagnostic> {
        let path = join(self.folder, file);
        if open.contains(&path) {
            let through: Vec<_> = open.iter().map(String::as_str).chain([&*path]).collect();
            let problem = self.problem(range, "this file extends itself");
            problem.help(format!("remove one of these steps: {}", through.join(" → ")));
            return Vec::new();
        }
        if open.len() > MOST_EXTENDED {
            self.problem(range, format!("more than {MOST_EXTENDED} files extend each other"));
            return Vec::new();
        }
        if !done.insert(path.clone()) {
            return Vec::new();
        }
        match (around.load)(&path) {
            Ok(text) if is_yaml(&path) => {
                let settings = written.hadolint.get_or_insert_with(|| around.hadolint.clone());
                settings.read(text, self.names)
            }
            Ok(text) => {
                open.push(path);
                let problems = read_one(text, self.names, around, written, open, done);
                open.pop();
                problems
            }
            Err(why) => {
                self.problem(range, format!("`{path}` cannot be read: {why}"));
                Vec::new()
            }
        }
    }
}

/// Whether a word after `extends` names a file, not a preset.
fn is_file(name: &str) -> bool {
    name.contains('/') || name.ends_with(".toml") || is_yaml(name)
}

/// Whether a file is hadolint's: `.hadolint.yaml` under any name.
fn is_yaml(name: &str) -> bool {
    name.ends_with(".yaml") || name.ends_with(".yml")
}
