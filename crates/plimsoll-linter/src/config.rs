//! What is to be checked, and how bad it is: `plimsoll.toml`, presets, and the command line.

mod fail_on;
pub(crate) mod globs;
mod levels;
mod migrate;
mod names;
mod option_error;
mod options;
mod overrides;
mod preset_source;
mod read;
mod reason;
mod selectors;
mod settings;
mod shorthand;
mod silenced;
mod switches;

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use plimsoll_diagnostics::{Diagnostic, Level, Span, Text};
use plimsoll_facts::{Images, OwnImage};

use crate::peers::Hadolint;
use crate::{FileKind, Preset, RuleMeta};
pub(crate) use globs::Globs;
use options::Options;
use overrides::Resolved;

pub use fail_on::FailOn;
pub(crate) use levels::mildest_preset;
pub use migrate::{Migrated, PeerFile, migrate};
#[cfg(test)]
pub(crate) use names::tests::RULES;
pub(crate) use names::{Named, Names, did_you_mean};
pub(crate) use option_error::OptionError;
pub use overrides::{Choices, Overrides, find_rules, one_of};
pub use preset_source::PresetSource;
pub(crate) use read::{POLICY_TABLES, alternatives};
pub use settings::Settings;
pub(crate) use shorthand::{LABELS, STRICT_LABELS, Shorthand, TRUSTED_REGISTRIES};
pub(crate) use silenced::Peers;
pub(crate) use switches::{Switch, Switches};

/// What surrounds a configuration.
pub(crate) struct ParseContext<'a> {
    /// Where the run was started, an absolute path; empty: nobody knows.
    pub(crate) here: &'a str,
    /// Reads a file that it extends: its text, or why there is none.
    pub(crate) load: &'a dyn Fn(&str) -> Result<Text<'a>, String>,
    /// What hadolint was told elsewhere.
    pub(crate) hadolint: &'a Hadolint,
}

/// What one `plimsoll.toml` says (or nobody does), what the project told hadolint, and what the command line adds.
#[derive(Clone, Debug)]
pub struct Config {
    basis: Vec<PresetSource>,
    is_root: bool,
    /// `None`: nobody says.
    fail_on: Option<FailOn>,
    exclude: Vec<Globs>,
    /// The kinds of files that are linted, or not, whatever is so by default.
    kinds: BTreeMap<FileKind, (bool, Span)>,
    projects: Vec<Vec<String>>,
    /// What it says of images.
    images: Vec<OwnImage>,
    /// The policies that `[policy]` names.
    policies: Vec<String>,
    /// Whether a policy stands among the settings.
    has_policy: bool,
    rules: Switches,
    options: Options,
    sections: Vec<Section>,
    hadolint: Arc<Hadolint>,
    peers: Arc<Peers>,
    /// Whether the level from which on a run fails is hadolint's.
    fails_as_hadolint: bool,
    /// The options that hadolint's configuration gives to rules.
    hadolint_options: HashMap<&'static str, toml::Table>,
    command_line: Resolved,
}

/// What a `plimsoll.toml` and the files that it extends say.
#[derive(Debug, Default)]
struct Written {
    is_root: bool,
    basis: Option<Vec<PresetSource>>,
    fail_on: Option<FailOn>,
    exclude: Vec<Globs>,
    /// How many patterns for paths there are in all.
    patterns: usize,
    kinds: BTreeMap<FileKind, (bool, Span)>,
    /// The files of each `[[project]]`.
    projects: Vec<Vec<String>>,
    images: Vec<OwnImage>,
    policies: Vec<String>,
    has_policy: bool,
    rules: Switches,
    options: Options,
    sections: Vec<Section>,
    /// What hadolint was told in files that it extends.
    hadolint: Option<Hadolint>,
}

/// What the files of peers say where a configuration holds.
#[derive(Clone, Debug, Default)]
pub(crate) struct PeerSettings {
    pub(crate) hadolint: Arc<Hadolint>,
    pub(crate) peers: Arc<Peers>,
}

/// An `[[override]]`.
#[derive(Clone, Debug)]
struct Section {
    files: Globs,
    rules: Switches,
}

impl Config {
    /// What holds where there is no `plimsoll.toml`.
    pub(crate) fn default_with(overrides: &Overrides, settings: &PeerSettings, names: &Names) -> Config {
        Config::new(Written::default(), overrides, settings, names)
    }

    /// What a `plimsoll.toml` says, which is called `path`.
    ///
    /// It never fails: what cannot be understood is a problem, and the rest holds.
    pub(crate) fn parse(
        source: Text<'_>,
        path: &str,
        overrides: &Overrides,
        settings: &PeerSettings,
        names: &Names,
        around: &ParseContext<'_>,
    ) -> (Config, Vec<Diagnostic>) {
        let mut written = Written::default();
        let problems = read::read(source, path, names, around, &mut written);
        (Config::new(written, overrides, settings, names), problems)
    }

    fn new(mut written: Written, overrides: &Overrides, settings: &PeerSettings, names: &Names) -> Config {
        let extended = written.hadolint.take().map(Arc::new);
        let hadolint = extended.unwrap_or_else(|| settings.hadolint.clone());
        let own = overrides.fail_on.or(written.fail_on);
        let fail_on = own.or(hadolint.fail_on());
        Config {
            basis: preset_source::chosen(overrides.preset, written.basis, hadolint.has_file),
            is_root: written.is_root,
            fail_on,
            exclude: written.exclude,
            kinds: written.kinds,
            projects: written.projects,
            images: written.images,
            policies: written.policies,
            has_policy: written.has_policy,
            rules: written.rules,
            options: written.options,
            sections: written.sections,
            fails_as_hadolint: own.is_none() && fail_on.is_some(),
            hadolint_options: hadolint.options(names),
            hadolint,
            peers: settings.peers.clone(),
            command_line: overrides.resolve(names),
        }
    }

    /// The names of what it starts from.
    pub(crate) fn presets(&self) -> impl Iterator<Item = &'static str> {
        self.basis.iter().map(|basis| basis.name())
    }

    /// The file of hadolint's that holds.
    pub(crate) fn hadolint_path(&self) -> Option<&str> {
        self.hadolint.path.as_deref()
    }

    /// The files of peers that hold.
    pub(crate) fn peer_paths(&self) -> impl Iterator<Item = &str> {
        self.hadolint.path.as_deref().into_iter().chain(self.peers.paths())
    }

    /// Whether a rule is on in a file, for all or some of what it finds.
    pub fn is_on(&self, meta: &RuleMeta, path: &str) -> bool {
        findings(meta).any(|aliases| self.level(meta, aliases, path).is_some())
    }

    /// Whether a rule is on in any file, for all or some of what it finds.
    pub fn is_on_somewhere(&self, meta: &RuleMeta) -> bool {
        findings(meta).any(|aliases| {
            // What files of peers switch off is counted.
            let of_hadolint = || self.hadolint.switch_of(meta, aliases).filter(|it| *it != Switch::Off);
            let everywhere = self.rules.of(meta, aliases).or_else(of_hadolint);
            let in_places = self.sections.iter().filter_map(|section| section.rules.of(meta, aliases));
            let mut switches = std::iter::once(everywhere).chain(in_places.map(Some));
            let level = |switch| self.resolve_level(meta, meta.preset, aliases, switch, &self.basis);
            switches.any(|switch| level(switch).is_some())
        })
    }

    /// The options of a rule.
    pub fn options(&self, rule: &str) -> toml::Table {
        let mut options = self.hadolint_options.get(rule).cloned().unwrap_or_default();
        options.extend(self.options.of(rule).cloned().unwrap_or_default());
        options
    }

    /// What to say in the file about options that a rule does not take.
    pub fn option_problem(&self, rule: &str, problem: &toml::de::Error) -> Option<Diagnostic> {
        self.options.problem(rule, problem)
    }

    /// The Compose files that are read together with this one, which is the first of them.
    pub(crate) fn project_of(&self, path: &str) -> Option<&[String]> {
        self.projects.iter().find(|files| files.first().is_some_and(|first| first == path)).map(Vec::as_slice)
    }

    /// What is known of images where it holds.
    pub(crate) fn images(&self) -> Images<'_> {
        Images::new(&self.images)
    }

    /// The files that `[policy]` names, as seen from where the run was started.
    pub(crate) fn policies(&self) -> &[String] {
        &self.policies
    }

    /// Whether a policy stands among the settings.
    pub(crate) fn has_policy(&self) -> bool {
        self.has_policy
    }

    /// Whether a file or folder is left out.
    pub fn is_excluded(&self, path: &str) -> bool {
        self.exclude.iter().chain([&self.command_line.exclude]).any(|globs| globs.matches(path))
    }

    /// Whether files of a kind are linted.
    pub(crate) fn takes(&self, kind: FileKind) -> bool {
        self.command_line.kinds.contains(&kind)
            || self.kinds.get(&kind).map_or_else(|| kind.format().is_default(), |(is_on, _)| *is_on)
    }

    /// Where a format is turned off that is on by default.
    pub(crate) fn off_place(&self, kind: FileKind) -> Option<Span> {
        let written = self.kinds.get(&kind).filter(|_| kind.is_default() && !self.takes(kind));
        written.map(|(_, place)| *place)
    }

    /// Whether the same levels hold for two files for which this configuration holds.
    pub(crate) fn treats_alike(&self, one: &str, other: &str) -> bool {
        self.sections.iter().all(|section| section.files.matches(one) == section.files.matches(other))
    }

    /// Where the pattern is written that leaves out a file; `None` if it stands in no file.
    pub(crate) fn exclude_place(&self, path: &str) -> Option<Span> {
        self.exclude.iter().find_map(|globs| globs.place(path))
    }

    /// Whether configurations below this one have no effect.
    pub(crate) fn is_root(&self) -> bool {
        self.is_root
    }

    /// The patterns of overrides that hold for none of these files.
    pub(crate) fn unused_overrides(&self, files: &[&String]) -> Vec<Span> {
        self.sections.iter().flat_map(|section| section.files.unused(files.iter().copied())).collect()
    }

    /// Whether there are any overrides.
    pub(crate) fn has_overrides(&self) -> bool {
        !self.sections.is_empty()
    }

    /// From which level on a run fails.
    pub fn fail_on(&self) -> FailOn {
        self.fail_on.unwrap_or(FailOn::Level(Level::Warning))
    }

    /// The same, if anybody says so.
    pub fn chosen_fail_on(&self) -> Option<FailOn> {
        self.fail_on
    }

    /// The formats that hadolint's configuration asks for.
    pub fn hadolint_formats(&self) -> impl Iterator<Item = &str> {
        self.hadolint.formats.iter().map(String::as_str)
    }

    /// Whether a finding fails the run. A level that was set for hadolint speaks of what hadolint can find; what is milder
    /// than a warning and none of its codes does not count.
    pub fn fails(&self, finding: &Diagnostic) -> bool {
        let of_hadolint = |alias: &str| alias.starts_with("hadolint:") || alias.starts_with("shellcheck:");
        let has_code = || finding.aliases.iter().flatten().any(|alias| of_hadolint(alias));
        self.fail_on().fails(finding.level)
            && (!self.fails_as_hadolint || finding.level >= Level::Warning || has_code())
    }

    /// Whether a rule may find something in a Dockerfile that speaks to BuildKit's checks.
    pub(crate) fn is_on_with_checks(&self, meta: &RuleMeta) -> bool {
        !self.command_line.is_selective() && PresetSource::CHECKS.turns_on(meta)
    }

    /// Whether comments for hadolint silence anything.
    pub(crate) fn honours_hadolint_comments(&self) -> bool {
        self.hadolint.disables_pragmas != Some(true)
    }

    /// The mildest preset that is stricter than the configured ones, unless rules were picked one by one.
    pub fn stricter(&self) -> Option<Preset> {
        let strictest = self.basis.iter().filter_map(|basis| match basis {
            PresetSource::Preset(preset) => Some(*preset),
            PresetSource::Peer(_) => None,
        });
        let strictest = strictest.max();
        let picked = self.command_line.is_selective();
        Preset::ALL.into_iter().find(|&preset| !picked && Some(preset) > strictest)
    }

    /// Whether the command line picks a rule's finding. One that violates a policy is there in any case.
    pub fn picks(&self, meta: &RuleMeta, finding: &Diagnostic) -> bool {
        match &finding.aliases {
            Some(own) => self.command_line.picks(meta, own),
            None => self.command_line.picks(meta, meta.aliases),
        }
    }

    /// Whether formats for people show a few of many findings of a rule: where nobody asked for more than the default.
    pub fn gathers(&self) -> bool {
        let mut presets = self.basis.iter().filter(|basis| matches!(basis, PresetSource::Preset(_)));
        presets.next() == Some(&PresetSource::Preset(Preset::Recommended))
            && presets.next().is_none()
            && !self.command_line.is_selective()
    }
}

/// The codes that findings of a rule may answer to: all of its aliases, one of them, or none.
fn findings(meta: &RuleMeta) -> impl Iterator<Item = &'static [&'static str]> {
    let each = meta.aliases.iter().map(std::slice::from_ref);
    [meta.aliases, &[]].into_iter().chain(each)
}

impl RuleMeta {
    /// Whether it is what the linter says about files that cannot be read or will be refused: no preset turns
    /// that off.
    pub(crate) fn tells_of_reading(&self) -> bool {
        use plimsoll_diagnostics::Category::{Syntax, Validity};
        self.on.is_empty() && matches!(self.category, Syntax | Validity)
    }

    /// Whether `--select` does not leave it out either: that a file could not be read, so that its other findings are
    /// missing.
    pub(crate) fn is_always_reported(&self) -> bool {
        self.tells_of_reading() && !self.selectable
    }
}

#[cfg(test)]
mod tests;
