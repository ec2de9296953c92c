//! What is to be checked, and how bad it is: `plimsoll.toml`, presets, and the command line.

mod basis;
mod globs;
mod names;
mod overrides;
mod read;

use std::collections::HashMap;

use plimsoll_diagnostics::{Diagnostic, Level, Span, Text};

use crate::{Preset, Registered, RuleMeta};
use globs::Globs;
use overrides::Resolved;

pub use basis::Basis;
#[cfg(test)]
pub(crate) use names::tests::RULES;
pub(crate) use names::{Names, did_you_mean};
pub use overrides::{Overrides, find_rules};

/// From which level on a run fails.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FailOn {
    /// With a finding of this level, or a worse one.
    Level(Level),
    /// Whatever is found.
    Never,
}

impl FailOn {
    /// The one with this name: that of a level, or `never`.
    pub fn from_name(name: &str) -> Option<FailOn> {
        if name == "never" { Some(FailOn::Never) } else { Level::from_name(name).map(FailOn::Level) }
    }

    /// Whether a finding of this level fails the run.
    pub fn fails(self, level: Level) -> bool {
        matches!(self, FailOn::Level(from) if level >= from)
    }
}

/// What one `plimsoll.toml` says (or nobody does), and what the command line adds.
#[derive(Clone, Debug)]
pub struct Config {
    folder: String,
    basis: Vec<Basis>,
    fail_on: FailOn,
    exclude: Option<Globs>,
    rules: HashMap<&'static str, Setting>,
    sections: Vec<Section>,
    command_line: Resolved,
}

/// Whether a rule is on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Switch {
    Off,
    /// At a level, or at the one that its page gives it.
    On(Option<Level>),
}

/// What `[rules]` says of a rule.
#[derive(Clone, Debug)]
struct Setting {
    switch: Switch,
    options: toml::Table,
    /// Where the rule is named.
    place: Span,
    /// Where each option and its value stand.
    option_places: HashMap<String, [Span; 2]>,
}

/// An `[[override]]`.
#[derive(Clone, Debug)]
struct Section {
    files: Globs,
    rules: HashMap<&'static str, Switch>,
}

impl Config {
    /// What holds where there is no `plimsoll.toml`.
    pub fn default_with(overrides: &Overrides, registry: &'static [Registered]) -> Config {
        Config::new("", overrides, &Names::new(registry))
    }

    /// What a `plimsoll.toml` in `folder` says. Paths are named as that folder is.
    ///
    /// It never fails: what cannot be understood is a problem, and the rest holds.
    pub fn parse(
        source: Text<'_>,
        folder: &str,
        overrides: &Overrides,
        registry: &'static [Registered],
    ) -> (Config, Vec<Diagnostic>) {
        let names = Names::new(registry);
        let mut config = Config::new(folder, overrides, &names);
        let problems = read::read(source, &names, &mut config);
        config.basis = overrides.preset.map_or(config.basis, |preset| vec![preset]);
        config.fail_on = overrides.fail_on.unwrap_or(config.fail_on);
        (config, problems)
    }

    fn new(folder: &str, overrides: &Overrides, names: &Names) -> Config {
        Config {
            folder: folder.trim_start_matches("./").trim_end_matches('/').to_owned(),
            basis: vec![overrides.preset.unwrap_or(Basis::Preset(Preset::Recommended))],
            fail_on: overrides.fail_on.unwrap_or(FailOn::Level(Level::Warning)),
            exclude: None,
            rules: HashMap::new(),
            sections: Vec::new(),
            command_line: overrides.resolve(names),
        }
    }

    /// How bad the findings of a rule are in a file; `None` when it is off there.
    pub fn level(&self, meta: &RuleMeta, path: &str) -> Option<Level> {
        self.settle(meta, self.switch(meta, path), &self.basis)
    }

    /// Whether a rule is on in any file.
    pub fn is_on_somewhere(&self, meta: &RuleMeta) -> bool {
        let everywhere = self.rules.get(meta.name).map(|setting| setting.switch);
        let in_places = self.sections.iter().filter_map(|section| section.rules.get(meta.name)).copied();
        std::iter::once(everywhere)
            .chain(in_places.map(Some))
            .any(|switch| self.settle(meta, switch, &self.basis).is_some())
    }

    /// The options of a rule.
    pub fn options(&self, rule: &str) -> toml::Table {
        self.rules.get(rule).map(|setting| setting.options.clone()).unwrap_or_default()
    }

    /// What to say in the file about options that a rule does not take.
    pub fn option_problem(&self, rule: &str, problem: &toml::de::Error) -> Option<Diagnostic> {
        self.rules.get(rule).map(|setting| read::option_problem(rule, setting, problem))
    }

    /// Whether a file or folder is left out.
    pub fn is_excluded(&self, path: &str) -> bool {
        self.exclude.as_ref().is_some_and(|globs| self.inside(path).is_some_and(|path| globs.matches(path)))
    }

    /// From which level on a run fails.
    pub fn fail_on(&self) -> FailOn {
        self.fail_on
    }

    /// The mildest preset that is stricter than the configured ones, unless rules were picked one by one.
    pub fn stricter(&self) -> Option<Preset> {
        let strictest = self.basis.iter().filter_map(|basis| match basis {
            Basis::Preset(preset) => Some(*preset),
            Basis::Peer(_) => None,
        });
        let strictest = strictest.max();
        let picked = self.command_line.is_selective();
        Preset::ALL.into_iter().find(|&preset| !picked && Some(preset) > strictest)
    }

    /// How bad the findings of a rule would be in a file where only this preset would turn it on.
    pub fn level_added_by(&self, preset: Preset, meta: &RuleMeta, path: &str) -> Option<Level> {
        let switch = self.switch(meta, path);
        match self.settle(meta, switch, &self.basis) {
            Some(_) => None,
            None => self.settle(meta, switch, &[Basis::Preset(preset)]),
        }
    }

    /// What the file says of a rule in a place: the last override that names it, else `[rules]`.
    fn switch(&self, meta: &RuleMeta, path: &str) -> Option<Switch> {
        let mut naming = self.sections.iter().rev().filter(|section| section.rules.contains_key(meta.name));
        let section = self.inside(path).and_then(|path| naming.find(|section| section.files.matches(path)));
        let switch = section.and_then(|section| section.rules.get(meta.name)).copied();
        switch.or_else(|| self.rules.get(meta.name).map(|setting| setting.switch))
    }

    fn settle(&self, meta: &RuleMeta, switch: Option<Switch>, basis: &[Basis]) -> Option<Level> {
        let level = match switch {
            Some(Switch::Off) => None,
            Some(Switch::On(level)) => Some(level.unwrap_or(meta.level)),
            None => (basis.iter().any(|basis| basis.includes(meta)) || meta.tells_of_reading())
                .then_some(meta.level),
        };
        self.command_line.settle(meta, level)
    }

    /// The path seen from the folder of the file; `None` outside of it.
    fn inside<'p>(&self, path: &'p str) -> Option<&'p str> {
        let path = path.strip_prefix("./").unwrap_or(path);
        match self.folder.as_str() {
            "" | "." => Some(path),
            folder => path.strip_prefix(folder)?.strip_prefix('/'),
        }
    }
}

impl RuleMeta {
    /// Whether it is what the linter says about files that cannot be read or will be refused: no preset turns
    /// that off.
    pub(crate) fn tells_of_reading(&self) -> bool {
        use plimsoll_diagnostics::Category::{Syntax, Validity};
        self.on.is_empty() && matches!(self.category, Syntax | Validity)
    }
}

#[cfg(test)]
mod tests;
