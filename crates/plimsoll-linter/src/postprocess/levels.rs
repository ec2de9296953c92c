//! The level of a finding, and what else the configuration says of it.

use std::borrow::Cow;
use std::cell::RefCell;
use std::collections::{HashMap, HashSet};

use plimsoll_diagnostics::{Diagnostic, FileId, Level, SourceFile, Sources};

use crate::config::{Config, mildest_preset};
use crate::configs::Configs;
use crate::{FileKind, Preset, RuleMeta};

/// The levels of findings. Where a configuration has overrides, each costs a look at all of them, so that the answer is
/// kept for a rule, a file, and the codes that a finding answers to.
pub(super) struct Levels<'c> {
    configs: &'c Configs,
    /// The files in which `# check=` turns on BuildKit's checks.
    pub(super) checked: HashSet<FileId>,
    known: RefCell<HashMap<Kind, Answer>>,
    /// What each file is.
    kinds: RefCell<HashMap<FileId, FileKind>>,
}

/// Findings that have the same level: of a rule, minor or not, in a file, with these codes.
type Kind = (&'static str, bool, FileId, Option<Vec<Cow<'static, str>>>);

/// What holds for a finding.
#[derive(Clone, Copy)]
pub(super) struct Answer {
    pub(super) level: Option<Level>,
    /// Whether it is off because of what a peer was told.
    pub(super) is_off_for_peers: bool,
    /// Whether it is off, and on in the next stricter preset.
    pub(super) is_added: bool,
}

impl<'c> Levels<'c> {
    pub(super) fn new(configs: &'c Configs, checked: HashSet<FileId>) -> Levels<'c> {
        Levels { configs, checked, known: RefCell::default(), kinds: RefCell::default() }
    }

    pub(super) fn of(&self, meta: &'static RuleMeta, finding: &Diagnostic, sources: &Sources) -> Answer {
        let file = finding.primary.span.file;
        let config = &self.configs.for_file(&sources.file(file).path).config;
        let is_checked = self.checked.contains(&file);
        let source = sources.file(file);
        let ask = || {
            let mut kinds = self.kinds.borrow_mut();
            let kind = kinds.entry(file).or_insert_with(|| FileKind::of_file(&source.path, &source.text));
            let from = mildest_preset(meta, finding, source, *kind);
            match &finding.aliases {
                Some(aliases) => Answer::of(config, from, meta, aliases, source, is_checked),
                None => Answer::of(config, from, meta, meta.aliases, source, is_checked),
            }
        };
        if !config.has_overrides() {
            return ask();
        }
        let key = (meta.name, finding.is_minor, file, finding.aliases.clone());
        *self.known.borrow_mut().entry(key).or_insert_with(ask)
    }
}

impl Answer {
    fn of<A: AsRef<str>>(
        config: &Config,
        from: Preset,
        meta: &RuleMeta,
        aliases: &[A],
        file: &SourceFile,
        is_checked: bool,
    ) -> Answer {
        let path = &*file.path;
        let level = if is_checked {
            config.level_with_checks(from, meta, aliases, path)
        } else {
            config.level_from(from, meta, aliases, path)
        };
        let is_off_for_peers =
            level.is_none() && config.level_without_peers(from, meta, aliases, path).is_some();
        let adds = |preset| config.level_added_by(preset, from, meta, aliases, path).is_some();
        let is_added = level.is_none() && !is_off_for_peers && config.stricter().is_some_and(adds);
        Answer { level, is_off_for_peers, is_added }
    }
}
