//! What a policy asks for: `compliance`, with its words, and `declare`, with the options of rules.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use plimsoll_diagnostics::{FileId, Level, Span, nearest};

use super::Reader;
use crate::config::{alternatives, did_you_mean};
use crate::limits::ASKS;
use crate::policy::environment::{DEFAULT, Environment};
use crate::policy::file::{Key, Meaning};
use crate::policy::requirement::options as options_of;
use crate::policy::tree::{Item, Node, Pair};
use crate::policy::word::{self, Word};
use crate::policy::{Ask, Check, Requirement};

/// What may stand beside a word.
pub(super) const TABLE_KEYS: [&str; 5] = ["level", "only", "since", "why", "word"];

/// The section of what is declared.
const DECLARE: &str = "declare";

/// Where a word stands: the section and the key.
#[derive(Clone, Copy)]
struct Under<'k> {
    section: &'k str,
    key: &'k str,
}

/// The options of a declaration, and what is written of them.
struct Declared<'i> {
    options: toml::Table,
    written: &'i Item,
}

/// What stands beside a word.
#[derive(Clone, Default)]
struct Beside {
    level: Option<Level>,
    since: Option<String>,
    only: Vec<(String, Span)>,
    why: Option<String>,
    environment: Option<Arc<Environment>>,
}

impl Reader<'_, '_> {
    pub(super) fn compliance(&mut self, item: &Item) {
        for section in self.table(item) {
            for pair in self.table(&section.value) {
                self.key(&section.key, None, pair);
            }
        }
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

    /// Notes that a key asks for something that nobody understands, if anything is wrong with it.
    fn broken(&mut self, before: usize, section: &str, key: String, pair: &Pair) {
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
                self.asks(requirement, under, &pair.value, Beside::default(), None);
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
                let near = self.around.names.nearest(group, &pair.key);
                let help =
                    did_you_mean(near.as_deref(), || "start the names of your own keys with `x-`".to_owned());
                self.problem(pair.place, format!("unknown requirement `{name}`")).help(help);
            }
        }
    }

    /// A word, or a table with one. `declared` are the options of a declaration.
    fn asks(
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
                self.asks(requirement, under, &pair.value, beside, declared);
            } else {
                let environments = self.environments.iter().map(|one| &*one.name);
                let known = TABLE_KEYS.into_iter().chain(environments);
                let help = did_you_mean(nearest(&pair.key, known), || {
                    format!("use {}, or an environment", alternatives(&TABLE_KEYS))
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
    fn beside<'i>(&mut self, pairs: &'i [Pair], mut beside: Beside) -> (Vec<&'i Pair>, Beside) {
        let mut rest = Vec::new();
        for pair in pairs {
            match &*pair.key {
                "level" => {
                    let text = self.string(&pair.value).unwrap_or_default();
                    beside.level = word::level(&text);
                    if beside.level.is_none() {
                        let levels = ["note", "warning", "error"];
                        let help = did_you_mean(nearest(&text, levels), || {
                            format!("write {}", alternatives(&levels))
                        });
                        self.problem(pair.value.span, format!("unknown level `{text}`")).help(help);
                    }
                }
                "since" => beside.since = self.date(&pair.value),
                "why" => beside.why = self.words(&pair.value),
                "only" => {
                    beside.only = self.strings(&pair.value);
                }
                _ => rest.push(pair),
            }
        }
        (rest, beside)
    }

    fn environment(&mut self, name: &str) -> Option<Arc<Environment>> {
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
        self.ask(requirement, under, word, item.span, beside, declared);
    }

    fn ask(
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
        let at = self.policy.asks.len();
        if at == ASKS {
            if !std::mem::replace(&mut self.policy.is_cut, true) {
                let message = format!("only the first {ASKS} requirements of a policy are read");
                self.problem(place, message).help("combine lines that have the same requirement");
            }
            return;
        }
        self.policy.asks.push(Ask {
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
        });
        for (index, (rule, options)) in requirement.rules.iter().enumerate() {
            let (own, written) = match declared.filter(|_| index == 0) {
                Some(declared) => (declared.options.clone(), Some(declared.written.clone())),
                None => (options_of(options), None),
            };
            self.policy.add_check(Check { rule, options: own, place, written, asks: vec![at] });
        }
    }

    /// What is allowed asks for nothing; a file that it extends may ask for it, and is not to be overruled.
    fn allowed(&mut self, requirement: &'static Requirement, under: Under<'_>, place: Span, beside: &Beside) {
        if let Some((word, where_)) =
            self.asked_below().get(requirement.name).copied().filter(|_| beside.environment.is_none())
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

    /// What the files that this one extends ask first, by the names of requirements: the word, and where it stands.
    pub(super) fn asked_below(&mut self) -> &HashMap<&'static str, (&'static str, Span)> {
        let (asks, texts, path) = (&self.policy.asks, &*self.texts, &self.file.path);
        self.extended.get_or_insert_with(|| {
            let files: HashSet<FileId> = texts.below(path).collect();
            let mut first = HashMap::new();
            for ask in asks.iter().filter(|ask| files.contains(&ask.place.file)) {
                first.entry(ask.requirement.name).or_insert((ask.word, ask.place));
            }
            first
        })
    }

    /// `declare`: each of its tables holds the options of a requirement's rule.
    pub(super) fn declarations(&mut self, item: &Item) {
        for pair in self.table(item) {
            let before = self.problems.len();
            let Some(requirement) = self.around.names.declared(&pair.key) else {
                let known: Vec<&str> = self.around.names.declarations().collect();
                let help = did_you_mean(nearest(&pair.key, known.iter().copied()), || {
                    format!("use {}", alternatives(&known))
                });
                self.problem(pair.place, format!("unknown declaration `{}`", pair.key)).help(help);
                self.broken(before, DECLARE, pair.key.clone(), pair);
                continue;
            };
            self.declaration(requirement, pair, &pair.value, Beside::default());
            self.broken(before, DECLARE, pair.key.clone(), pair);
        }
    }

    fn declaration(&mut self, requirement: &'static Requirement, pair: &Pair, item: &Item, beside: Beside) {
        let under = Under { section: DECLARE, key: &pair.key };
        let word = if requirement.is_bad { Word::Forbidden } else { Word::Required };
        let Some(pairs) = item.table() else {
            if let Node::List(_) = item.node {
                let options = toml::Table::from_iter(item.to_toml().map(|list| (pair.key.clone(), list)));
                let declared = Declared { options, written: item };
                self.ask(requirement, under, word, pair.place, &beside, Some(&declared));
            } else {
                self.wrong_type(item, "a table");
            }
            return;
        };
        let (own, beside) = self.beside(pairs, beside);
        let mut options = toml::Table::new();
        let mut is_empty = true;
        for part in own {
            if let Some(environment) = self.environment(&part.key) {
                is_empty = false;
                let beside = Beside { environment: Some(environment), ..beside.clone() };
                self.declaration(requirement, pair, &part.value, beside);
            } else if let Some(value) = part.value.to_toml() {
                options.insert(part.key.clone(), value);
            }
        }
        if !options.is_empty() {
            let declared = Declared { options, written: item };
            self.ask(requirement, under, word, pair.place, &beside, Some(&declared));
        } else if is_empty {
            let rule = requirement.rules.first().map_or("", |(rule, _)| rule);
            self.problem(item.span, format!("`{}` does not declare anything", pair.key))
                .help(format!("set its options; `plimsoll explain {rule}` lists them"));
        }
    }
}
