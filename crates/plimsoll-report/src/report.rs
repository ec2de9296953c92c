//! A run's findings, and what they come to.

use std::collections::BTreeSet;

use crate::NotShown;
use plimsoll_diagnostics::{Applicability, Category, Diagnostic, Level, Sources};
use plimsoll_packed::PackedText;

/// Everything that a run found, settled and sorted.
#[derive(Debug, Default)]
pub struct Report {
    /// By which names a service knows the rules, in formats for services that compare runs.
    pub rule_ids: RuleIds,
    /// The files that the findings point into.
    pub sources: Sources,
    /// The findings, in the order in which they are told.
    pub diagnostics: Vec<Diagnostic>,
    /// The findings that somebody answers for, as a policy allows.
    pub waived: Vec<Diagnostic>,
    /// Every file that was looked at, with or without a finding.
    pub files: BTreeSet<String>,
    /// The rules that findings may name, for formats that tell about rules too.
    pub rules: Vec<RuleInfo>,
    /// What the findings come to.
    pub summary: Summary,
    /// What was not checked, and what comments hide.
    pub not_shown: NotShown,
    /// Whether formats for people show a few of many findings of a rule, and count the others.
    pub gathers: bool,
}

/// What a report tells about a rule.
#[derive(Clone, Debug)]
pub struct RuleInfo {
    /// Its name.
    pub name: &'static str,
    /// One line, no full stop.
    pub summary: &'static str,
    /// What it is about.
    pub category: Category,
    /// How bad its findings are, unless the configuration says otherwise.
    pub level: Level,
    /// Its page in Markdown, without front matter.
    pub page: PackedText,
    /// Where the page can be read.
    pub url: String,
}

impl Report {
    /// What is known of a rule.
    pub(crate) fn rule(&self, name: &str) -> Option<&RuleInfo> {
        self.rules.iter().find(|rule| rule.name == name)
    }
}

/// The findings of a run, counted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    /// Files looked at, with or without a finding.
    pub files: usize,
    /// Findings of level error.
    pub errors: usize,
    /// Findings of level warning.
    pub warnings: usize,
    /// Findings of level note.
    pub notes: usize,
    /// Findings of level style.
    pub styles: usize,
    /// Findings with a safe fix.
    pub fixable: usize,
    /// Findings that have an unsafe fix only.
    pub risky: usize,
    /// The command lines of container clients that were read in scripts.
    pub lines: usize,
    /// What a stricter preset would add.
    pub stricter: Option<Stricter>,
    /// Whether what was known before is left out.
    pub only_new: bool,
}

/// Names of rules.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum RuleIds {
    /// Their own: `unpinned-package`.
    #[default]
    Own,
    /// hadolint's, where a finding has a code of hadolint or ShellCheck: `DL3008`.
    Hadolint,
}

/// A preset that is stricter than the one in use.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stricter {
    /// Its name.
    pub preset: String,
    /// How many findings it would add.
    pub findings: usize,
}

impl Summary {
    /// Counts `diagnostics`, found in `files` files.
    pub fn of(diagnostics: &[Diagnostic], files: usize) -> Summary {
        let count = |level| diagnostics.iter().filter(|diagnostic| diagnostic.level == level).count();
        Summary {
            files,
            errors: count(Level::Error),
            warnings: count(Level::Warning),
            notes: count(Level::Note),
            styles: count(Level::Style),
            fixable: diagnostics.iter().filter(|diagnostic| has_safe_fix(diagnostic)).count(),
            risky: diagnostics.iter().filter(|diagnostic| has_only_unsafe_fix(diagnostic)).count(),
            lines: 0,
            stricter: None,
            only_new: false,
        }
    }
}

/// Whether `--fix` would settle it.
pub(crate) fn has_safe_fix(diagnostic: &Diagnostic) -> bool {
    has_fix(diagnostic, Applicability::Safe)
}

/// Whether `--fix` would settle it with `--unsafe-fixes` and not without.
fn has_only_unsafe_fix(diagnostic: &Diagnostic) -> bool {
    has_fix(diagnostic, Applicability::Unsafe) && !has_safe_fix(diagnostic)
}

fn has_fix(diagnostic: &Diagnostic, applicability: Applicability) -> bool {
    diagnostic.fixes.iter().any(|fix| fix.applicability == applicability)
}
