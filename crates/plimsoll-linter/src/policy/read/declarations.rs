//! What a policy declares: `declare`, with the options of rules.

use std::collections::BTreeMap;

use plimsoll_diagnostics::{Level, nearest};

use super::Reader;
use super::constraints::{Beside, Declared, Under};
use crate::config::{alternatives, did_you_mean};
use crate::policy::Requirement;
use crate::policy::tree::{Item, Node, Pair};
use crate::policy::word::Word;

/// The section of what is declared.
const DECLARE: &str = "declare";

/// The level of an item in a list, beside what the item declares.
const LEVEL: &str = "level";

impl Reader<'_, '_> {
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
        let Some(pairs) = item.table() else {
            // A list, or the name of a set such as `oci`, stands for the option of the declaration's name.
            if let Node::List(_) | Node::Text(_) = item.node {
                self.declare_list(requirement, pair, item, &beside);
            } else {
                let rule = requirement.rules.first().map_or("", |(rule, _)| rule);
                self.wrong_type(item, "a table")
                    .help(format!("set its options; `plimsoll explain {rule}` lists them"));
            }
            return;
        };
        let (own, beside) = self.beside(pairs, beside);
        let mut options = Vec::new();
        let mut is_empty = true;
        for part in own {
            if let Some(environment) = self.environment(&part.key) {
                is_empty = false;
                let beside = Beside { environment: Some(environment), ..beside.clone() };
                self.declaration(requirement, pair, &part.value, beside);
            } else if part.key == pair.key && matches!(part.value.node, Node::List(_)) {
                is_empty = false;
                self.declare_list(requirement, pair, &part.value, &beside);
            } else {
                options.push(part.clone());
            }
        }
        if options.is_empty() && is_empty {
            let rule = requirement.rules.first().map_or("", |(rule, _)| rule);
            self.problem(item.span, format!("`{}` does not declare anything", pair.key))
                .help(format!("set its options; `plimsoll explain {rule}` lists them"));
            return;
        }
        let whole = Item { span: item.span, node: Node::Table(options) };
        let (required, preferred) = by_word(&whole);
        for (word, part) in [(strict(requirement), required), (preferred_word(requirement), preferred)] {
            let is_preferred = word != strict(requirement);
            let beside = if is_preferred { Beside { level: None, ..beside.clone() } } else { beside.clone() };
            let options = part.as_ref().and_then(Item::to_toml).and_then(|options| match options {
                toml::Value::Table(options) => Some(options),
                _ => None,
            });
            let Some(options) = options.filter(|options| !options.is_empty()) else { continue };
            self.declare(requirement, pair, word, options, part.as_ref().unwrap_or(&whole), &beside);
        }
    }

    /// A list whose items can have levels of their own: those of each level are required together.
    fn declare_list(&mut self, requirement: &'static Requirement, pair: &Pair, item: &Item, beside: &Beside) {
        let mut by_level: BTreeMap<Option<Level>, Vec<Item>> = BTreeMap::new();
        let Node::List(items) = &item.node else {
            let options = toml::Table::from_iter(item.to_toml().map(|name| (pair.key.clone(), name)));
            self.declare(requirement, pair, strict(requirement), options, item, beside);
            return;
        };
        for one in items {
            let level = one.get(LEVEL).map(|level| level.value.clone());
            let level = level.and_then(|level| self.level(&level)).or(beside.level);
            by_level.entry(level).or_default().push(one.without(LEVEL));
        }
        for (level, items) in by_level {
            let part = Item { span: item.span, node: Node::List(items) };
            let options = toml::Table::from_iter(part.to_toml().map(|list| (pair.key.clone(), list)));
            let beside = Beside { level, ..beside.clone() };
            self.declare(requirement, pair, strict(requirement), options, &part, &beside);
        }
    }

    fn declare(
        &mut self,
        requirement: &'static Requirement,
        pair: &Pair,
        word: Word,
        options: toml::Table,
        written: &Item,
        beside: &Beside,
    ) {
        let under = Under { section: DECLARE, key: &pair.key };
        let declared = Declared { options, written };
        self.add_constraint(requirement, under, word, pair.place, beside, Some(&declared));
    }
}

/// The word that a declaration stands for.
fn strict(requirement: &Requirement) -> Word {
    if requirement.is_bad { Word::Forbidden } else { Word::Required }
}

/// The word for an option that is only preferred.
fn preferred_word(requirement: &Requirement) -> Word {
    if requirement.is_bad { Word::Discouraged } else { Word::Preferred }
}

/// What of a table is required, and what is only preferred: `digest: preferred`.
fn by_word(item: &Item) -> (Option<Item>, Option<Item>) {
    let is_soft = |text: &str| matches!(Word::from_text(text), Some(Word::Preferred | Word::Discouraged));
    match &item.node {
        Node::Text(text) if is_soft(text) => (None, Some(Item { span: item.span, node: Node::Bool(true) })),
        Node::Table(pairs) => {
            let (mut required, mut preferred) = (Vec::new(), Vec::new());
            for pair in pairs {
                let (own, soft) = by_word(&pair.value);
                required.extend(own.map(|value| Pair { value, ..pair.clone() }));
                preferred.extend(soft.map(|value| Pair { value, ..pair.clone() }));
            }
            let table = |pairs: Vec<Pair>| Item { span: item.span, node: Node::Table(pairs) };
            let is_split = !preferred.is_empty();
            // An empty table is written on purpose.
            let required = (!required.is_empty() || !is_split).then(|| table(required));
            (required, is_split.then(|| table(preferred)))
        }
        _ => (Some(item.clone()), None),
    }
}
