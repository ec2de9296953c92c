//! The variables that a service is given, in `environment` and by files under `env_file`.

use std::borrow::Cow;
use std::collections::{BTreeSet, HashSet};

use plimsoll_diagnostics::Span;

use crate::values::dotenv::OpenVariable;
use crate::{ComposeApp, Container, Value};

/// How many variables a file has at most whose values are looked into, as each service does so.
const MOST_VARIABLES: usize = 300;

impl<'s> ComposeApp<'s> {
    /// Variables in the values of `.env` and of files under `env_file` that these files do not set.
    pub fn open_variables(&self) -> impl Iterator<Item = &OpenVariable<'s>> {
        let of_dotenv = self.open_variables.iter().filter(|own| {
            // A `.env` is often an `env_file`, too.
            !self.env_files.open.iter().any(|other| other.owner.span == own.owner.span)
        });
        of_dotenv.chain(&self.env_files.open)
    }
}

impl<'p> Container<'p> {
    /// What the service says of a variable: in `environment`, else in a file under `env_file`, of which the last
    /// counts. A value of a file is set where the service names the file.
    pub fn given_env(&self, name: &str) -> Value<Cow<'p, str>> {
        let pairs = self.service.environment.iter().zip(self.environment());
        if let Some((pair, value)) = pairs.rev().find(|(pair, _)| pair.name.value == name) {
            return match value.as_ref() {
                Value::Known { value, .. } => Value::known(Cow::Borrowed(&**value), pair.span),
                other => other.map(|value| Cow::Borrowed(&**value)),
            };
        }
        if let Some(pair) = self.service.environment.iter().find(|pair| pair.name.is_interpolated()) {
            return Value::Unknown { because: pair.span };
        }
        for source in self.env_sources().iter().rev() {
            let Some(variables) = self.app.env_files.variables(*source) else {
                return Value::Unknown { because: source.at };
            };
            if let Some(value) = variables.get(name) {
                return match value {
                    Some(value) => Value::known(Cow::Borrowed(&**value), source.at),
                    None => Value::Unknown { because: source.at },
                };
            }
        }
        self.inherited().unwrap_or(Value::Unset)
    }

    /// The file under `env_file` that sets a variable, and does not only pass it on, by the place that names it.
    pub fn env_file_with(&self, name: &str) -> Option<Span> {
        let mut sources = self.env_sources().iter().rev();
        sources.find(|source| self.app.env_files.sets(**source, name)).map(|source| source.at)
    }

    /// What files give it and the service does not replace, by name, each with the place that names the file. Of files
    /// before one that cannot be read, and of very long ones, nothing is known.
    pub(crate) fn file_variables(&self) -> Vec<(&'p str, &'p str, Span)> {
        let mut seen: HashSet<&str> = self.service.environment.iter().map(|pair| &*pair.name.value).collect();
        let mut found = Vec::new();
        for source in self.env_sources().iter().rev() {
            let Some(variables) =
                self.app.env_files.variables(*source).filter(|all| all.len() <= MOST_VARIABLES)
            else {
                break;
            };
            for (name, value) in variables.iter().filter(|(name, _)| seen.insert(name)) {
                found.extend(value.as_ref().map(|value| (*name, &**value, source.at)));
            }
        }
        found.sort_unstable_by_key(|(name, ..)| *name);
        found
    }

    /// The variables that files give and `environment` does not name, by name.
    pub(crate) fn names_of_env_files(&self) -> BTreeSet<&'p str> {
        let files = self.env_sources().iter().filter_map(|source| self.app.env_files.variables(*source));
        let mut names: BTreeSet<&str> = files.flat_map(|variables| variables.keys().copied()).collect();
        for pair in &self.service.environment {
            names.remove(&*pair.name.value);
        }
        names
    }

    /// Whether a text may stand in a value that a file gives.
    pub(crate) fn env_files_may_hold(&self, text: &str) -> bool {
        self.env_sources().iter().any(|source| {
            let holds =
                |value: &Option<Cow<'_, str>>| value.as_ref().is_none_or(|value| value.contains(text));
            self.app.env_files.variables(*source).is_none_or(|variables| variables.values().any(holds))
        })
    }

    /// Whether the service may be given a variable with such a name.
    pub fn may_be_given(&self, is_meant: impl Fn(&str) -> bool) -> bool {
        let of_files = self.env_sources().iter().any(|source| {
            self.app
                .env_files
                .variables(*source)
                .is_none_or(|variables| variables.keys().any(|name| is_meant(name)))
        });
        let is_own =
            |pair: &plimsoll_compose::Pair<'_>| pair.name.is_interpolated() || is_meant(&pair.name.value);
        of_files || self.service.environment.iter().any(is_own)
    }
}
