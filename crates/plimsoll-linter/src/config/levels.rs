//! The level of a finding: what each source of settings says of it, and which of them counts.

use plimsoll_diagnostics::{Diagnostic, Level, SourceFile};
use plimsoll_project::is_for_tests;

use super::switches::Switch;
use super::{Config, PresetSource};
use crate::{FileKind, Preset, RuleMeta};

impl Config {
    /// How bad it is what a rule finds in a file that answers to these codes; `None` when it is off there.
    pub fn level<A: AsRef<str>>(&self, meta: &RuleMeta, aliases: &[A], path: &str) -> Option<Level> {
        self.level_from(preset(meta, path), meta, aliases, path)
    }

    /// The same where another preset is the mildest one that turns it on.
    pub(crate) fn level_from<A: AsRef<str>>(
        &self,
        from: Preset,
        meta: &RuleMeta,
        aliases: &[A],
        path: &str,
    ) -> Option<Level> {
        self.resolve_level(meta, from, aliases, self.switch(meta, aliases, path), &self.basis)
    }

    /// The same in a Dockerfile that speaks to BuildKit's checks: those are on.
    pub(crate) fn level_with_checks<A: AsRef<str>>(
        &self,
        from: Preset,
        meta: &RuleMeta,
        aliases: &[A],
        path: &str,
    ) -> Option<Level> {
        let basis: Vec<PresetSource> = self.basis.iter().copied().chain([PresetSource::CHECKS]).collect();
        self.resolve_level(meta, from, aliases, self.switch(meta, aliases, path), &basis)
    }

    /// How bad it would be what a rule finds, if the file of a peer did not switch it off.
    pub(crate) fn level_without_peers<A: AsRef<str>>(
        &self,
        from: Preset,
        meta: &RuleMeta,
        aliases: &[A],
        path: &str,
    ) -> Option<Level> {
        let of_hadolint = self.hadolint.switch_of(meta, deciding(meta, aliases));
        let is_silent = self.peers.silence(meta, aliases) || of_hadolint == Some(Switch::Off);
        if self.own_switch(meta, aliases, path).is_some() || !is_silent {
            return None;
        }
        let switch = of_hadolint.filter(|switch| *switch != Switch::Off);
        self.resolve_level(meta, from, aliases, switch, &self.basis)
    }

    /// How bad it would be what a rule finds in a file, where only this preset would turn it on.
    pub fn level_added_by<A: AsRef<str>>(
        &self,
        preset: Preset,
        from: Preset,
        meta: &RuleMeta,
        aliases: &[A],
        path: &str,
    ) -> Option<Level> {
        let switch = self.switch(meta, aliases, path);
        match self.resolve_level(meta, from, aliases, switch, &self.basis) {
            Some(_) => None,
            None => self.resolve_level(meta, from, aliases, switch, &[PresetSource::Preset(preset)]),
        }
    }

    /// What is said of a finding in a place: by the last override that speaks of it, else by `[rules]`, else to
    /// hadolint.
    pub(super) fn switch<A: AsRef<str>>(&self, meta: &RuleMeta, aliases: &[A], path: &str) -> Option<Switch> {
        let aliases = deciding(meta, aliases);
        let by_peers = || self.peers.silence(meta, aliases).then_some(Switch::Off);
        let own = self.own_switch(meta, aliases, path);
        own.or_else(by_peers).or_else(|| self.hadolint.switch_of(meta, aliases))
    }

    /// What `plimsoll.toml` says of a finding.
    fn own_switch<A: AsRef<str>>(&self, meta: &RuleMeta, aliases: &[A], path: &str) -> Option<Switch> {
        let aliases = deciding(meta, aliases);
        let in_places =
            self.sections.iter().rev().filter_map(|section| {
                section.rules.of(meta, aliases).filter(|_| section.files.matches(path))
            });
        in_places.chain(self.rules.of(meta, aliases)).next()
    }

    /// The level of a finding of a rule.
    pub(super) fn resolve_level<A: AsRef<str>>(
        &self,
        meta: &RuleMeta,
        from: Preset,
        aliases: &[A],
        switch: Option<Switch>,
        basis: &[PresetSource],
    ) -> Option<Level> {
        let of_peer = basis.iter().find_map(|basis| basis.level(meta, aliases));
        let of_hadolint = self.hadolint.level(meta, aliases).filter(|_| switch.is_none());
        let of_peer = of_hadolint.or(of_peer).filter(|_| !meta.tells_of_reading());
        let otherwise = of_peer.unwrap_or(meta.level);
        let level = match switch {
            Some(Switch::Off) => None,
            Some(Switch::On(level)) => Some(level.unwrap_or(otherwise)),
            None => (basis.iter().any(|basis| basis.includes(from, aliases)) || meta.tells_of_reading())
                .then_some(otherwise),
        };
        self.command_line.resolve_level(meta, aliases, level, otherwise)
    }
}

/// Those of a finding's codes by which it can be turned off or given another level.
fn deciding<'a, A>(meta: &RuleMeta, aliases: &'a [A]) -> &'a [A] {
    if meta.named_only { &[] } else { aliases }
}

/// The mildest preset that turns on what a rule finds in a file.
pub(super) fn preset(meta: &RuleMeta, path: &str) -> Preset {
    FileKind::of_named(path).format().preset(meta)
}

/// The mildest preset that turns on a finding.
pub(crate) fn mildest_preset(
    meta: &RuleMeta,
    finding: &Diagnostic,
    file: &SourceFile,
    kind: FileKind,
) -> Preset {
    let from = kind.format().preset(meta);
    // What a path from the root of the disk says is about the machine.
    let is_for_tests = || !file.repository_path().starts_with('/') && is_for_tests(file.repository_path());
    let is_minor = meta.minor > meta.preset && (finding.is_minor || is_for_tests());
    if is_minor { from.max(meta.minor) } else { from }
}
