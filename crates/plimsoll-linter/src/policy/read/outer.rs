//! What stands around the requirements: versions, settings, environments, and what a policy extends.

use std::collections::HashSet;
use std::sync::Arc;

use plimsoll_diagnostics::{Span, nearest};
use plimsoll_facts::standards;

use super::constraints::TABLE_KEYS;
use super::{Extended, Reader};
use crate::config::{alternatives, did_you_mean};
use crate::limits::ENVIRONMENTS;
use crate::policy::environment::{DEFAULT, Environment};
use crate::policy::tree::{Item, Node};

pub(super) const ENVIRONMENT_KEYS: [&str; 2] = ["files", "profiles"];
pub(super) const SETTINGS: [&str; 3] = ["baseline", "max-waiver-days", "unverified"];
pub(super) const EXTENDS_KEYS: [&str; 2] = ["file", "sha256"];

/// A file that is named, where, and the digest that it must have.
type Named = (String, Span, Option<(String, Span)>);

impl<'a> Reader<'a, '_> {
    pub(super) fn version(&mut self, item: &Item) {
        if item.text().as_deref() != Some("1") {
            self.problem(item.span, "unknown policy version").help("write `1`, the only supported version");
        }
    }

    pub(super) fn settings(&mut self, item: &Item) {
        for pair in self.table(item) {
            match (&*pair.key, &pair.value.node) {
                ("baseline", Node::Bool(truth)) => self.allows_baseline = *truth,
                ("baseline", _) => {
                    self.wrong_type(&pair.value, "a boolean");
                }
                ("unverified", Node::Text(word)) if word == "note" => {}
                ("unverified", Node::Text(word)) if word == "error" => self.unverified_fails = true,
                ("unverified", _) => {
                    self.problem(pair.value.span, "unknown level").help("write `note` or `error`");
                }
                ("max-waiver-days", Node::Number(days)) if *days > 0 => {
                    self.max_waiver_days = *days;
                    let known = self.policy.longest_waiver.unwrap_or(*days);
                    self.policy.longest_waiver = Some(known.min(*days));
                }
                ("max-waiver-days", _) => {
                    let message = "`max-waiver-days` is not a number of days";
                    self.problem(pair.value.span, message).help("write a positive number such as `90`");
                }
                (unknown, _) => {
                    let help = did_you_mean(nearest(unknown, SETTINGS), || {
                        format!("use {}", alternatives(&SETTINGS))
                    });
                    self.problem(pair.place, format!("unknown setting `{unknown}` in a policy")).help(help);
                }
            }
        }
    }

    pub(super) fn environments(&mut self, item: &Item) {
        for pair in self.table(item) {
            if self.environments.len() == ENVIRONMENTS {
                let message = format!("only the first {ENVIRONMENTS} environments are read");
                self.problem(pair.place, message)
                    .help("combine environments that have the same requirements");
                break;
            }
            if pair.key == DEFAULT || TABLE_KEYS.contains(&&*pair.key) {
                self.problem(pair.place, format!("`{}` cannot be the name of an environment", pair.key))
                    .here("reserved: it is a key of requirements")
                    .help("use another name");
                continue;
            }
            let (mut files, mut profiles) = (Vec::new(), HashSet::new());
            for part in self.table(&pair.value) {
                match &*part.key {
                    "files" => files = self.strings(&part.value),
                    "profiles" => {
                        profiles = self.strings(&part.value).into_iter().map(|(name, _)| name).collect();
                    }
                    unknown => {
                        let help = did_you_mean(nearest(unknown, ENVIRONMENT_KEYS), || {
                            format!("use {}", alternatives(&ENVIRONMENT_KEYS))
                        });
                        self.problem(part.place, format!("unknown key `{unknown}` in an environment"))
                            .help(help);
                    }
                }
            }
            let files = self.globs(&files);
            let made = Arc::new(Environment::new(&pair.key, pair.place, files, profiles));
            self.policy.environments.push(made.clone());
            self.environments.push(made);
        }
    }

    /// The standards whose tables a report shows.
    pub(super) fn standards(&mut self, item: &Item) -> Vec<String> {
        let mut found = Vec::new();
        for (name, place) in self.strings(item) {
            if let Some(standard) = standards::find(&name) {
                found.push(standard.id.to_owned());
                continue;
            }
            let known: Vec<&str> = standards::all().iter().map(|standard| standard.id).collect();
            let help = did_you_mean(nearest(&name, known.iter().copied()), || {
                format!("use {}", alternatives(&known))
            });
            self.problem(place, format!("unknown standard `{name}`")).help(help);
        }
        found
    }

    /// The files that it extends, read.
    pub(super) fn extends(&mut self, top: &Item) -> Vec<Extended<'a>> {
        let Some(pair) = top.get("extends").filter(|_| !self.file.is_inline) else { return Vec::new() };
        let mut extended = Vec::new();
        for item in pair.value.items() {
            let Some((written, place, pin)) = self.extends_entry(item) else { continue };
            if self.is_remote(&written, place) {
                continue;
            }
            let path = self.path(&written);
            match (self.around.load)(&path, self.file.is_trusted) {
                Ok(text) => {
                    let item = pin.is_none().then_some((written, item.span));
                    extended.push(Extended { path, text, place, item, pin });
                }
                Err(why) => {
                    let path = if path.is_empty() { written } else { path };
                    let message =
                        format!("`{path}` cannot be read, so its requirements are not checked: {why}");
                    self.problem(place, message);
                }
            }
        }
        extended
    }

    fn extends_entry(&mut self, item: &Item) -> Option<Named> {
        if let Some(text) = item.text().filter(|text| !text.is_empty()) {
            return Some((text, item.span, None));
        }
        let (mut file, mut pin) = (None, None);
        for part in item.table().unwrap_or_default() {
            match &*part.key {
                "file" => file = self.string(&part.value).map(|text| (text, part.value.span)),
                "sha256" => pin = self.string(&part.value).map(|text| (text, part.value.span)),
                unknown => {
                    let help = did_you_mean(nearest(unknown, EXTENDS_KEYS), || {
                        format!("use {}", alternatives(&EXTENDS_KEYS))
                    });
                    self.problem(part.place, format!("unknown key `{unknown}` in `extends`")).help(help);
                }
            }
        }
        let file = file.filter(|(text, _)| !text.is_empty());
        if file.is_none() {
            self.problem(item.span, "`extends` must specify a file")
                .help("add `file: base/organization.yaml`");
        }
        file.map(|(text, place)| (text, place, pin))
    }
}
