//! Paths of keys in a Compose file, as options of rules: `services.*.privileged`, `services.*.network_mode=host`.

use plimsoll_compose::interpolate::has_variable;
use plimsoll_compose::yaml::{Entry, Scalar, Yaml};
use plimsoll_diagnostics::Span;
use serde::Deserialize;

use crate::limits::FORBIDDEN_KEYS;

/// The keys at the top of a file that a path can start with, besides those that start with `x-`.
const TOP: [&str; 9] =
    ["configs", "include", "models", "name", "networks", "secrets", "services", "version", "volumes"];

/// A path of keys, in which `*` is any key, and a value if only that is meant.
#[derive(Clone, Debug)]
pub struct KeyPath {
    /// As it is written.
    pub text: String,
    top: String,
    steps: Vec<String>,
    value: Option<String>,
}

/// The paths of forbidden keys.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(try_from = "Vec<String>")]
pub struct KeyPaths(pub Vec<KeyPath>);

impl TryFrom<Vec<String>> for KeyPaths {
    type Error = String;

    fn try_from(texts: Vec<String>) -> Result<KeyPaths, String> {
        if texts.len() > FORBIDDEN_KEYS {
            return Err(format!("at most {FORBIDDEN_KEYS} keys can be forbidden"));
        }
        texts.into_iter().map(KeyPath::try_from).collect::<Result<_, _>>().map(KeyPaths)
    }
}

/// What a path leads to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeyMatch {
    /// The key or the value stands here.
    Here(Span),
    /// The value may stand here: a variable decides.
    Hidden(Span),
}

impl TryFrom<String> for KeyPath {
    type Error = String;

    fn try_from(text: String) -> Result<KeyPath, String> {
        let (path, value) = match text.split_once('=') {
            Some((path, value)) => (path.trim(), Some(value.trim().to_owned())),
            None => (text.trim(), None),
        };
        let mut steps = path.split('.').map(str::to_owned);
        let top = steps.next().unwrap_or_default();
        let steps: Vec<String> = steps.collect();
        let is_known = TOP.contains(&&*top) || top.starts_with("x-");
        if !is_known || steps.iter().any(String::is_empty) || top == "services" && steps.len() < 2 {
            return Err(format!("`{text}` is not a path such as `services.*.privileged`"));
        }
        Ok(KeyPath { text, top, steps, value })
    }
}

impl KeyPath {
    /// Whether only a value of the key is meant.
    pub fn has_value(&self) -> bool {
        self.value.is_some()
    }

    /// Whether it leads into services.
    pub fn is_of_services(&self) -> bool {
        self.top == "services"
    }

    /// What it leads to in an item of a section, such as a service, with these entries.
    pub fn find_in(&self, section: &str, name: &Scalar<'_>, entries: &[Entry<'_>]) -> Vec<KeyMatch> {
        let mut found = Vec::new();
        let [first, rest @ ..] = &*self.steps else { return found };
        if self.top == section && (first == "*" || **first == *name.value) {
            match rest {
                [] => found.push(KeyMatch::Here(name.span)),
                rest => self.walk(entries, rest, &mut found),
            }
        }
        found
    }

    /// What it leads to outside of services, from the top of a file.
    pub fn find_in_file(&self, entries: &[Entry<'_>]) -> Vec<KeyMatch> {
        let mut found = Vec::new();
        let own = entries.iter().filter(|entry| entry.key.value == self.top && !self.is_of_services());
        own.for_each(|entry| self.reach(entry, &self.steps, &mut found));
        found
    }

    /// The tree is a parser's, so that it is not deep.
    fn walk(&self, entries: &[Entry<'_>], steps: &[String], found: &mut Vec<KeyMatch>) {
        let Some((step, rest)) = steps.split_first() else { return };
        let meant = entries.iter().filter(|entry| *step == "*" || *step == entry.key.value);
        meant.for_each(|entry| self.reach(entry, rest, found));
    }

    fn reach(&self, entry: &Entry<'_>, rest: &[String], found: &mut Vec<KeyMatch>) {
        match &self.value {
            _ if !rest.is_empty() => self.walk_value(&entry.value, rest, found),
            None => found.push(KeyMatch::Here(entry.key.span)),
            Some(value) => {
                let items = entry.value.as_sequence().unwrap_or(std::slice::from_ref(&entry.value));
                let scalars = items.iter().filter_map(Yaml::as_scalar);
                found.extend(scalars.filter_map(|scalar| compared(scalar, &scalar.value, value)));
            }
        }
    }

    /// A list may hold tables, or the keys themselves: `A=b`, or `front`.
    fn walk_value(&self, value: &Yaml<'_>, steps: &[String], found: &mut Vec<KeyMatch>) {
        if let Some(mapping) = value.as_mapping() {
            self.walk(&mapping.entries, steps, found);
        }
        for item in value.as_sequence().unwrap_or_default() {
            if let Some(mapping) = item.as_mapping() {
                self.walk(&mapping.entries, steps, found);
            }
            let ([step], Some(scalar)) = (steps, item.as_scalar()) else { continue };
            let (key, text) = scalar.value.split_once('=').unwrap_or((&scalar.value, ""));
            if step == "*" || step == key {
                found.extend(match &self.value {
                    None => Some(KeyMatch::Here(scalar.span)),
                    Some(value) => compared(scalar, text, value),
                });
            } else if has_variable(key) {
                found.push(KeyMatch::Hidden(scalar.span));
            }
        }
    }
}

/// Whether a text of a scalar is this value. Truth values can be written with capital letters.
fn compared(scalar: &Scalar<'_>, text: &str, value: &str) -> Option<KeyMatch> {
    let is_truth = matches!(value, "true" | "false");
    if text == value || is_truth && text.eq_ignore_ascii_case(value) {
        Some(KeyMatch::Here(scalar.span))
    } else {
        has_variable(text).then_some(KeyMatch::Hidden(scalar.span))
    }
}
