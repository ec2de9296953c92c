//! Environments: parts of a repository for which a policy asks different things.

use std::collections::HashSet;
use std::sync::Arc;

use plimsoll_diagnostics::Span;

use super::At;
use crate::config::Globs;

/// A part of a repository. With none that is named, something belongs to `default`.
#[derive(Clone, Debug, Default)]
pub(crate) struct Environment {
    pub(crate) name: String,
    pub(crate) place: Option<Span>,
    files: Vec<Globs>,
    profiles: HashSet<String>,
    /// The others, for `default`.
    others: Vec<Arc<Environment>>,
}

/// The one that holds what belongs to no other.
pub(crate) const DEFAULT: &str = "default";

impl Environment {
    pub(crate) fn new(name: &str, place: Span, files: Vec<Globs>, profiles: HashSet<String>) -> Environment {
        Environment { name: name.to_owned(), place: Some(place), files, profiles, others: Vec::new() }
    }

    pub(crate) fn default_of(others: &[Arc<Environment>]) -> Environment {
        Environment { name: DEFAULT.to_owned(), others: others.to_vec(), ..Environment::default() }
    }

    /// Whether what a finding is about belongs to it.
    pub(crate) fn holds(&self, at: &At<'_>) -> bool {
        if self.name == DEFAULT && self.place.is_none() {
            return !self.others.iter().any(|other| other.holds(at));
        }
        let in_profile = || {
            let profiles = at.services.iter().flat_map(|service| &service.profiles);
            profiles.into_iter().any(|profile| self.profiles.contains(profile))
        };
        let matches = |path: &str| self.files.iter().any(|globs| globs.matches(path));
        at.paths().any(matches) || matches(at.path) || in_profile()
    }
}
