//! What dockerd makes of `daemon.json`: which keys it knows, what may stand under them, and what does not go together.
//!
//! Sources: moby's `daemon/config`, `daemon/command`, `daemon/pkg/opts`, `daemon/pkg/registry` and `daemon/logger`. A value
//! with a placeholder of a template in it is never blamed.

mod conflicts;
mod log;
mod lookup;
mod nested;
mod parts;
mod shape;
mod storage;
mod top;
mod values;

use std::borrow::Cow;

use plimsoll_diagnostics::Span;

pub use lookup::{key_at, keys_below, values_at};
pub use plimsoll_facts::daemon_keys::{Key, Shape, Status};

use crate::yaml::{Entry, Kind, Mapping, Scalar, Yaml};

/// What comes of a mistake.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// dockerd does not start, or no container does.
    Invalid,
    /// dockerd of this version does not start, others do.
    Unsupported,
    /// It has no effect.
    Ignored,
    /// dockerd does not start, because of two settings together.
    Conflict,
}

/// Something that is wrong with the settings.
#[derive(Clone, Debug, PartialEq)]
pub struct Problem {
    /// What comes of it.
    pub verdict: Verdict,
    /// What it is about.
    pub span: Span,
    /// What is wrong, in one line.
    pub message: String,
    /// What comes of it, in a few words.
    pub label: &'static str,
    /// What to do.
    pub help: Cow<'static, str>,
    /// A second place that makes it wrong, and what is there.
    pub other: Option<(Span, &'static str)>,
    /// A text to write instead of another.
    pub edit: Option<(Span, String)>,
}

const NO_START: &str = "`dockerd` does not start with this setting";

impl Problem {
    fn new(verdict: Verdict, span: Span, message: String, help: impl Into<Cow<'static, str>>) -> Problem {
        let label = match verdict {
            Verdict::Ignored => "`dockerd` accepts this key but never reads it",
            Verdict::Invalid | Verdict::Unsupported | Verdict::Conflict => NO_START,
        };
        Problem { verdict, span, message, label, help: help.into(), other: None, edit: None }
    }

    fn invalid(span: Span, message: String, help: impl Into<Cow<'static, str>>) -> Problem {
        Problem::new(Verdict::Invalid, span, message, help)
    }

    fn because(self, span: Span, what: &'static str) -> Problem {
        Problem { other: Some((span, what)), ..self }
    }

    fn label(self, label: &'static str) -> Problem {
        Problem { label, ..self }
    }

    fn edit(self, span: Span, text: String) -> Problem {
        Problem { edit: Some((span, text)), ..self }
    }
}

/// The settings of a file.
#[derive(Clone, Copy, Debug)]
pub struct Settings<'d, 's> {
    /// The names and values of the file.
    pub mapping: &'d Mapping<'s>,
    /// Whether all of the file could be read, so that what is not there is missing.
    pub is_whole: bool,
    /// Whether they are for Windows.
    pub is_windows: bool,
}

impl<'d, 's> Settings<'d, 's> {
    /// The settings of a file with this path.
    pub fn new(mapping: &'d Mapping<'s>, path: &str, is_whole: bool) -> Settings<'d, 's> {
        let is_there = |entry: &Entry<'_>| values::is_of_windows(&entry.value);
        let is_of_folder = path.split('/').any(|folder| folder.eq_ignore_ascii_case("programdata"));
        let is_windows = is_of_folder || mapping.entries.iter().any(is_there);
        Settings { mapping, is_whole, is_windows }
    }

    /// The entry of a key that sets something.
    pub fn entry(self, key: &str) -> Option<&'d Entry<'s>> {
        self.mapping.entry(key).filter(|entry| !entry.value.is_null())
    }

    /// A truth value.
    pub fn flag(self, key: &str) -> Option<bool> {
        let scalar = self.entry(key)?.value.as_scalar()?;
        (scalar.kind == Kind::Bool).then_some(scalar.value == "true")
    }

    /// A string that is no placeholder.
    pub fn text(self, key: &str) -> Option<&'d Scalar<'s>> {
        string(&self.entry(key)?.value)
    }

    /// The strings of a list.
    pub fn texts(self, key: &str) -> impl Iterator<Item = &'d Scalar<'s>> {
        let items = self.entry(key).and_then(|entry| entry.value.as_sequence()).unwrap_or_default();
        items.iter().filter_map(string)
    }

    /// The value of an option of the log driver.
    pub fn log_option(self, name: &str) -> Option<&'d Scalar<'s>> {
        self.entry("log-opts")?.value.get(name)?.as_scalar()
    }

    /// The log driver that holds; `None` when that is not known.
    pub fn log_driver(self) -> Option<&'d str> {
        match self.entry("log-driver") {
            Some(entry) => string(&entry.value).map(|driver| &*driver.value),
            None => Some("json-file"),
        }
    }

    /// What stands under a feature, `features.NAME`.
    pub fn feature(self, name: &str) -> Option<&'d Scalar<'s>> {
        self.entry("features")?.value.get(name)?.as_scalar()
    }

    /// What is wrong with them for an engine of this version; `None`: the newest.
    pub fn problems(self, engine: Option<&str>) -> Vec<Problem> {
        let mut found = Vec::new();
        for entry in &self.mapping.entries {
            top::check(self, entry, engine, &mut found);
        }
        storage::check(self, engine, &mut found);
        log::check(self, &mut found);
        parts::check(self, &mut found);
        conflicts::check(self, &mut found);
        found
    }
}

/// A string that no template changes.
fn string<'d, 's>(value: &'d Yaml<'s>) -> Option<&'d Scalar<'s>> {
    value.as_scalar().filter(|scalar| scalar.kind == Kind::String && !values::is_placeholder(&scalar.value))
}

#[cfg(test)]
mod tests;
