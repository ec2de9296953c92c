//! What a configuration file of another linter says.

use plimsoll_diagnostics::{Diagnostic, Level};

use crate::config::FailOn;

/// What a file says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct ParsedConfig {
    pub(crate) codes: Vec<Code>,
    /// Patterns of files that it leaves out.
    pub(crate) exclude: Vec<String>,
    pub(crate) fail_on: Option<FailOn>,
    /// Ids of other subjects: packages, clouds, secrets.
    pub(crate) foreign: usize,
    /// Settings that have no counterpart, with the reason.
    pub(crate) lost: Vec<String>,
    /// Why the file cannot be read as its linter reads it.
    pub(crate) broken: Option<Diagnostic>,
}

/// What it says of a rule.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Code {
    /// As `plimsoll.toml` would name it: `trivy:DS-0002`.
    pub(crate) name: String,
    /// `None`: it is off.
    pub(crate) level: Option<Level>,
    /// Patterns of the files that it holds for; none: for all.
    pub(crate) files: Vec<String>,
    /// The last day on which it holds, as `2026-04-30`.
    pub(crate) until: Option<String>,
}

impl Code {
    /// A rule that is off.
    pub(super) fn off(name: String) -> Code {
        Code { name, ..Code::default() }
    }

    /// Whether it still holds on a day; nobody knows the day if it is empty.
    pub(crate) fn holds_on(&self, today: &str) -> bool {
        self.until.as_deref().is_none_or(|until| today.is_empty() || today <= until)
    }
}
