//! Why a rule is on in a file: what of all that speaks of it decided.

use std::collections::BTreeMap;

use plimsoll_diagnostics::Level;

use super::switches::Switch;
use super::{Config, findings};
use crate::RuleMeta;

/// How bad what a rule finds is.
pub(crate) struct EffectiveLevel {
    /// The level of its findings.
    pub(crate) level: Level,
    /// The codes whose findings have another level, or are off, with that level.
    pub(crate) exceptions: BTreeMap<Option<Level>, Vec<&'static str>>,
}

impl Config {
    /// How bad what a rule finds in a file is; `None` when all of it is off.
    pub(crate) fn effective_level(&self, meta: &RuleMeta, path: &str) -> Option<EffectiveLevel> {
        let level = self.level(meta, main_codes(self, meta, path), path)?;
        let mut exceptions: BTreeMap<_, Vec<_>> = BTreeMap::new();
        for code in meta.aliases {
            let alone = std::slice::from_ref(code);
            let switch = self.switch(meta, alone, path);
            let says = switch.is_some()
                || self.hadolint.level(meta, alone).is_some()
                || self.basis.iter().any(|basis| basis.level(meta, alone).is_some());
            let other = self.level(meta, alone, path);
            // Where no preset includes a code, its findings are on because of the others that they answer to.
            let is_off = switch == Some(Switch::Off);
            if says && other != Some(level) && (other.is_some() || is_off) {
                exceptions.entry(other).or_default().push(*code);
            }
        }
        Some(EffectiveLevel { level, exceptions })
    }

    /// What turns a rule on in a file: an option, a part of the configuration, or a preset.
    pub(crate) fn reason(&self, meta: &RuleMeta, path: &str) -> String {
        let aliases = main_codes(self, meta, path);
        if let Some(option) = self.command_line.forces(meta, aliases) {
            return option.to_owned();
        }
        let mut sections = self.sections.iter().filter(|section| section.files.matches(path));
        if sections.any(|section| section.rules.of(meta, aliases).is_some()) {
            return "[[override]]".to_owned();
        }
        if self.rules.of(meta, aliases).is_some() {
            return "[rules]".to_owned();
        }
        if self.hadolint.switch_of(meta, aliases).is_some() {
            return "hadolint's configuration".to_owned();
        }
        if meta.tells_of_reading() {
            return "always on".to_owned();
        }
        let preset =
            self.basis.iter().find(|basis| basis.includes(super::levels::preset(meta, path), aliases));
        preset.map_or_else(|| "--extend-select".to_owned(), |preset| format!("preset {}", preset.name()))
    }
}

/// The codes of most of a rule's findings: all of its own, else those whose findings are the worst.
fn main_codes(config: &Config, meta: &RuleMeta, path: &str) -> &'static [&'static str] {
    match config.level(meta, meta.aliases, path) {
        Some(_) => meta.aliases,
        None => findings(meta).max_by_key(|codes| config.level(meta, codes, path)).unwrap_or_default(),
    }
}
