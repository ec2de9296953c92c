//! Why a rule is on in a file: what of all that speaks of it decided.

use super::{Config, findings};
use crate::RuleMeta;

impl Config {
    /// What turns a rule on in a file: an option, a part of the configuration, or a preset.
    pub(crate) fn reason(&self, meta: &RuleMeta, path: &str) -> String {
        let aliases = findings(meta).max_by_key(|aliases| self.level(meta, aliases, path));
        let aliases = aliases.unwrap_or_default();
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
