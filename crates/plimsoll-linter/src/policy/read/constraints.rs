//! What a policy requires: `compliance`, with its words.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use plimsoll_diagnostics::{FileId, Level, Span, nearest};

use super::Reader;
use crate::config::{alternatives, did_you_mean};
use crate::limits::CONSTRAINTS;
use crate::policy::environment::{DEFAULT, Environment};
use crate::policy::file::{Key, Meaning};
use crate::policy::requirement::options as options_of;
use crate::policy::tree::{Item, Node, Pair};
use crate::policy::word::{self, Word};
use crate::policy::{Check, Constraint, Requirement};

/// What may stand beside a word.
pub(super) const TABLE_KEYS: [&str; 6] = ["level", "only", "since", "waivable", "why", "word"];

/// Who may waive a requirement of a policy from outside, besides that policy.
const REPOSITORY: &str = "repository";

/// Where a word stands: the section and the key.
#[derive(Clone, Copy)]
pub(super) struct Under<'k> {
    pub(super) section: &'k str,
    pub(super) key: &'k str,
}

/// The options of a declaration, and what is written of them.
pub(super) struct Declared<'i> {
    pub(super) options: toml::Table,
    pub(super) written: &'i Item,
}

/// What stands beside a word.
#[derive(Clone, Default)]
pub(super) struct Beside {
    pub(super) level: Option<Level>,
    pub(super) since: Option<String>,
    pub(super) only: Vec<(String, Span)>,
    pub(super) why: Option<String>,
    pub(super) is_waivable: bool,
    pub(super) environment: Option<Arc<Environment>>,
}

impl Reader<'_, '_> {
    pub(super) fn compliance(&mut self, item: &Item) {
        for section in self.table(item) {
            if self.is_section(section) {
                for pair in self.table(&section.value) {
                    self.key(&section.key, None, pair);
                }
            }
        }
    }

    /// Whether a key of `compliance` is a section, and not a requirement that lacks one.
    fn is_section(&mut self, section: &Pair) -> bool {
        let key = &section.key;
        let is_requirement = self.around.names.find(None, key).is_some();
        match (&section.value.node, is_requirement) {
            (Node::Table(_) | Node::Null, _) => return true,
            (_, true) => {
                self.problem(section.place, format!("`{key}` is not in a section"))
                    .help(format!("indent it below the name of a section: `baseline: {{ {key}: … }}`"));
            }
            (Node::List(_), false) => {
                self.wrong_type(&section.value, "a table").help("write each requirement as `key: required`");
            }
            (_, false) => {
                self.wrong_type(&section.value, "a table")
                    .help("list the requirements below the section: `non_root_user: required`");
            }
        }
        false
    }

    /// A key of a section, or of a group in it.
    fn key(&mut self, section: &str, group: Option<&str>, pair: &Pair) {
        let name = group.map_or_else(|| pair.key.clone(), |group| format!("{group}.{}", pair.key));
        let is_group = group.is_none()
            && pair.value.table().is_some()
            && self.around.names.find(None, &pair.key).is_none();
        if is_group {
            for inner in self.table(&pair.value) {
                self.key(section, Some(&pair.key), inner);
            }
            return;
        }
        let before = self.problems.len();
        self.known_key(section, group, name.clone(), pair);
        self.broken(before, section, name, pair);
    }

    /// Notes that nobody understands what a key requires, if anything is wrong with it.
    pub(super) fn broken(&mut self, before: usize, section: &str, key: String, pair: &Pair) {
        let mistake = self.problems.get(before).map(|problem| problem.message.clone());
        if mistake.is_some() {
            let (section, value) = (section.to_owned(), pair.value.words().unwrap_or_default());
            let place = pair.value.span;
            self.policy.keys.push(Key { section, key, value, place, unverifiable: None, mistake });
        }
    }

    fn known_key(&mut self, section: &str, group: Option<&str>, name: String, pair: &Pair) {
        match self.around.names.find(group, &pair.key) {
            Some(Meaning::Requirement(requirement)) => {
                let under = Under { section, key: &name };
                self.constraint(requirement, under, &pair.value, Beside::default(), None);
            }
            Some(Meaning::Unverifiable(fact)) => {
                let value = match pair.value.get("word") {
                    Some(word) => word.value.words(),
                    None => pair.value.words(),
                };
                let Some(value) = value else {
                    self.wrong_type(&pair.value, "a word or a value");
                    return;
                };
                let is_allowed = Word::from_text(&value) == Some(Word::Allowed);
                if !is_allowed {
                    self.unverified.push((pair.place, fact.reason, name.clone()));
                }
                self.policy.keys.push(Key {
                    section: section.to_owned(),
                    key: name,
                    value,
                    place: pair.value.span,
                    unverifiable: (!is_allowed).then_some(fact),
                    mistake: None,
                });
            }
            None => {
                let names = &self.around.names;
                let of_group = names.group_of(&pair.key).filter(|_| group.is_none());
                let near = of_group.is_none().then(|| names.nearest(group, &pair.key)).flatten();
                let help = did_you_mean(near.as_deref(), || match of_group {
                    Some(of) => format!("move it into the group `{of}`: `{of}: {{ {}: … }}`", pair.key),
                    None => "start the names of your own keys with `x-`".to_owned(),
                });
                self.problem(pair.place, format!("unknown requirement `{name}`")).help(help);
            }
        }
    }

    /// A word, or a table with one. `declared` are the options of a declaration.
    fn constraint(
        &mut self,
        requirement: &'static Requirement,
        under: Under<'_>,
        item: &Item,
        beside: Beside,
        declared: Option<&Declared<'_>>,
    ) {
        let Some(pairs) = item.table() else {
            self.word(requirement, under, item, &beside, declared);
            return;
        };
        let (own, beside) = self.beside(pairs, beside);
        let mut said = false;
        for pair in &own {
            if pair.key == "word" {
                said = true;
                self.word(requirement, under, &pair.value, &beside, declared);
            } else if let Some(environment) = self.environment(&pair.key) {
                said = true;
                let beside = Beside { environment: Some(environment), ..beside.clone() };
                self.constraint(requirement, under, &pair.value, beside, declared);
            } else {
                let environments = self.environments.iter().map(|one| &*one.name);
                let known = TABLE_KEYS.into_iter().chain(environments);
                let help = did_you_mean(nearest(&pair.key, known), || {
                    let keys = alternatives(&TABLE_KEYS);
                    format!("use {keys}, or the name of an environment under `environments`")
                });
                said = true;
                self.problem(pair.place, format!("unknown key `{}` in a requirement", pair.key)).help(help);
            }
        }
        if !said {
            let help = format!("add `word`: {}", Word::fitting(requirement.is_bad));
            self.problem(item.span, "this requirement has no `word`").help(help);
        }
    }

    /// Takes out of a table what may stand beside a word; gives the rest.
    pub(super) fn beside<'i>(&mut self, pairs: &'i [Pair], mut beside: Beside) -> (Vec<&'i Pair>, Beside) {
        let mut rest = Vec::new();
        for pair in pairs {
            match &*pair.key {
                "level" => beside.level = self.level(&pair.value),
                "since" => beside.since = self.date(&pair.value),
                "why" => beside.why = self.words(&pair.value),
                "only" => {
                    beside.only = self.strings(&pair.value);
                }
                "waivable" => beside.is_waivable = self.waivable(&pair.value),
                _ => rest.push(pair),
            }
        }
        (rest, beside)
    }

    /// Whether waivers in what is checked apply.
    fn waivable(&mut self, item: &Item) -> bool {
        let named = self.strings(item);
        for (name, place) in named.iter().filter(|(name, _)| name != REPOSITORY) {
            self.problem(*place, format!("unknown value `{name}` of `waivable`"))
                .help("write `[repository]`, or remove this key");
        }
        named.iter().any(|(name, _)| name == REPOSITORY)
    }

    pub(super) fn level(&mut self, item: &Item) -> Option<Level> {
        let text = self.string(item).unwrap_or_default();
        let level = word::level(&text);
        if level.is_none() {
            let levels = ["note", "warning", "error"];
            let near = nearest(&text, word::level_words());
            let help = did_you_mean(near, || format!("write {}", alternatives(&levels)));
            self.problem(item.span, format!("unknown level `{text}`")).help(help);
        }
        level
    }

    pub(super) fn environment(&mut self, name: &str) -> Option<Arc<Environment>> {
        if let Some(named) = self.environments.iter().find(|one| one.name == name) {
            return Some(named.clone());
        }
        let others = &self.environments;
        let make = || Arc::new(Environment::default_of(others));
        (name == DEFAULT && !others.is_empty()).then(|| self.default.get_or_insert_with(make).clone())
    }

    fn word(
        &mut self,
        requirement: &'static Requirement,
        under: Under<'_>,
        item: &Item,
        beside: &Beside,
        declared: Option<&Declared<'_>>,
    ) {
        let Some(text) = item.text() else {
            let help = format!("write {}", Word::fitting(requirement.is_bad));
            self.wrong_type(item, "a word").help(help);
            return;
        };
        let Some(word) = Word::from_text(&text) else {
            let help = did_you_mean(nearest(&text, Word::all()), || {
                format!("write {}", Word::fitting(requirement.is_bad))
            });
            self.problem(item.span, format!("`{text}` is not a valid value for `{}`", under.key)).help(help);
            return;
        };
        if !word.fits(requirement.is_bad) {
            let (names, say) = if requirement.is_bad {
                ("forbidden, but not required", "write `forbidden` or `discouraged`")
            } else {
                ("required, but not forbidden", "write `required` or `preferred`")
            };
            self.problem(item.span, format!("`{}` can be {names}", under.key)).help(say);
            return;
        }
        self.add_constraint(requirement, under, word, item.span, beside, declared);
    }

    pub(super) fn add_constraint(
        &mut self,
        requirement: &'static Requirement,
        under: Under<'_>,
        word: Word,
        place: Span,
        beside: &Beside,
        declared: Option<&Declared<'_>>,
    ) {
        let Some(floor) = word.floor() else {
            self.allowed(requirement, under, place, beside);
            return;
        };
        let at = self.policy.constraints.len();
        if at == CONSTRAINTS {
            if !std::mem::replace(&mut self.policy.is_cut, true) {
                let message = format!("only the first {CONSTRAINTS} requirements of a policy are read");
                self.problem(place, message).help("combine lines that have the same requirement");
            }
            return;
        }
        self.policy.constraints.push(Constraint {
            requirement,
            section: under.section.to_owned(),
            key: under.key.to_owned(),
            word: word.name(),
            place,
            floor: beside.level.unwrap_or(floor),
            since: beside.since.clone(),
            only: beside.only.clone(),
            environment: beside.environment.clone(),
            why: beside.why.clone(),
            contact: self.contact.clone(),
            is_waivable: beside.is_waivable,
        });
        for (index, (rule, options)) in requirement.rules.iter().enumerate() {
            let (own, written) = match declared.filter(|_| index == 0) {
                Some(declared) => (declared.options.clone(), Some(declared.written.clone())),
                None => (options_of(options), None),
            };
            self.policy.add_check(Check { rule, options: own, place, written, constraints: vec![at] });
        }
    }

    /// What is allowed is not required; a file that it extends may require it, and is not to be overruled.
    fn allowed(&mut self, requirement: &'static Requirement, under: Under<'_>, place: Span, beside: &Beside) {
        if let Some((word, where_)) =
            self.required_below().get(requirement.name).copied().filter(|_| beside.environment.is_none())
        {
            self.problem(
                place,
                format!("a policy that this policy extends already makes `{}` {word}", under.key),
            )
            .here("an extending policy can only be stricter")
            .label(where_, format!("{word} here"))
            .help("remove this line, or request a waiver");
            return;
        }
        self.policy.keys.push(Key {
            section: under.section.to_owned(),
            key: under.key.to_owned(),
            value: Word::Allowed.name().to_owned(),
            place,
            unverifiable: None,
            mistake: None,
        });
    }

    /// What the files that this one extends require first, by the names of requirements: the word, and where it stands.
    pub(super) fn required_below(&mut self) -> &HashMap<&'static str, (&'static str, Span)> {
        let (constraints, texts, path) = (&self.policy.constraints, &*self.texts, &self.file.path);
        self.extended.get_or_insert_with(|| {
            let files: HashSet<FileId> = texts.below(path).collect();
            let mut first = HashMap::new();
            for own in constraints.iter().filter(|own| files.contains(&own.place.file)) {
                first.entry(own.requirement.name).or_insert((own.word, own.place));
            }
            first
        })
    }
}
