//! Puts in what aliases and merge keys stand for, within limits.

use std::collections::{HashMap, HashSet};

use plimsoll_diagnostics::{Diagnostic, Span};

use super::limits::{MAX_DEPTH, expanded_nodes};
use super::{Alias, Entry, Mapping, Node, Style, Yaml};

/// The document with every alias replaced by what it stands for, and every merge key (`<<`) by the entries
/// that it brings. Each value keeps the place where it is written. Tags stay.
pub fn resolve<'s>(document: &Yaml<'s>, problems: &mut Vec<Diagnostic>) -> Yaml<'s> {
    if !has_more(document) {
        return document.clone();
    }
    let mut resolver = Resolver {
        anchors: HashMap::new(),
        open: Vec::new(),
        expanding: 0,
        left: expanded_nodes(nodes(document)),
        is_full: false,
        problems,
    };
    resolver.node(document, 0)
}

/// Whether more is meant than is written: whether an alias or a merge key is in it.
fn has_more(yaml: &Yaml<'_>) -> bool {
    match &yaml.node {
        Node::Scalar(_) => false,
        Node::Sequence(items) => items.iter().any(has_more),
        Node::Mapping(mapping) => {
            mapping.entries.iter().any(|entry| is_merge(entry) || has_more(&entry.value))
        }
        Node::Alias(_) => true,
    }
}

fn is_merge(entry: &Entry<'_>) -> bool {
    entry.key.value == "<<" && entry.key.style == Style::Plain
}

/// How many nodes a tree has.
fn nodes(yaml: &Yaml<'_>) -> usize {
    1 + match &yaml.node {
        Node::Sequence(items) => items.iter().map(nodes).sum(),
        Node::Mapping(mapping) => mapping.entries.iter().map(|entry| nodes(&entry.value)).sum(),
        _ => 0,
    }
}

struct Resolver<'t, 's, 'p> {
    anchors: HashMap<usize, &'t Yaml<'s>>,
    /// The anchors around the current node: an alias to one of them would have no end.
    open: Vec<usize>,
    /// How many aliases lead to the current node. What is wrong in there was said where it is written.
    expanding: usize,
    left: usize,
    is_full: bool,
    problems: &'p mut Vec<Diagnostic>,
}

impl<'t, 's> Resolver<'t, 's, '_> {
    fn node(&mut self, yaml: &'t Yaml<'s>, depth: usize) -> Yaml<'s> {
        if self.left == 0 || depth > MAX_DEPTH {
            if !std::mem::replace(&mut self.is_full, true) {
                let message = "aliases expand this document to many times its size";
                self.problems.push(Diagnostic::new("limit-exceeded", yaml.span, message));
            }
            return Yaml::null(yaml.span);
        }
        self.left -= 1;
        if let Some(anchor) = yaml.anchor() {
            self.anchors.insert(anchor.id, yaml);
            self.open.push(anchor.id);
        }
        let node = match &yaml.node {
            Node::Scalar(scalar) => Node::Scalar(scalar.clone()),
            Node::Sequence(items) => {
                Node::Sequence(items.iter().map(|item| self.node(item, depth + 1)).collect())
            }
            Node::Mapping(mapping) => Node::Mapping(self.mapping(mapping, depth)),
            Node::Alias(alias) => return self.alias(*alias, yaml.span, depth),
        };
        if yaml.anchor().is_some() {
            self.open.pop();
        }
        Yaml { node, span: yaml.span, marks: yaml.marks.clone() }
    }

    fn alias(&mut self, alias: Alias<'s>, span: Span, depth: usize) -> Yaml<'s> {
        // Without a target the reader has said so.
        let Some(id) = alias.target else { return Yaml::null(span) };
        if self.open.contains(&id) {
            self.say("compose-syntax", span, "the alias is inside the value that it refers to");
            return Yaml::null(span);
        }
        let Some(&target) = self.anchors.get(&id) else { return Yaml::null(span) };
        self.expanding += 1;
        let yaml = self.node(target, depth);
        self.expanding -= 1;
        yaml
    }

    fn mapping(&mut self, mapping: &'t Mapping<'s>, depth: usize) -> Mapping<'s> {
        if !mapping.entries.iter().any(is_merge) {
            let entry = |entry: &'t Entry<'s>| Entry {
                key: entry.key.clone(),
                value: self.node(&entry.value, depth + 1),
            };
            return Mapping { entries: mapping.entries.iter().map(entry).collect() };
        }
        let own = mapping.entries.iter().filter(|entry| !is_merge(entry));
        let mut taken: HashSet<String> = own.map(|entry| entry.key.value.to_string()).collect();
        let mut entries = Vec::new();
        for entry in &mapping.entries {
            let value = self.node(&entry.value, depth + 1);
            let is_broken =
                |yaml: &Yaml<'_>| matches!(&yaml.node, Node::Alias(alias) if alias.target.is_none());
            if is_merge(entry) && is_broken(&entry.value) {
                // The reader has said so.
            } else if is_merge(entry) {
                let items = entry.value.as_sequence().unwrap_or_default().iter();
                let broken: Vec<Span> = items.filter(|item| is_broken(item)).map(|item| item.span).collect();
                self.merge(value, &broken, &mut taken, &mut entries);
            } else {
                entries.push(Entry { key: entry.key.clone(), value });
            }
        }
        Mapping::new(entries)
    }

    /// Adds the entries of a mapping, or of each of a list, that are not there: the earlier wins. Of the `broken` aliases the
    /// reader has spoken.
    fn merge(
        &mut self,
        value: Yaml<'s>,
        broken: &[Span],
        taken: &mut HashSet<String>,
        entries: &mut Vec<Entry<'s>>,
    ) {
        let span = value.span;
        let sources = match value.node {
            Node::Sequence(items) => items.into_vec(),
            node => vec![Yaml::new(node, span)],
        };
        for source in sources {
            let Node::Mapping(mapping) = source.node else {
                if !broken.contains(&source.span) {
                    self.say("compose-syntax", source.span, "`<<` requires a mapping or a list of mappings");
                }
                continue;
            };
            entries.extend(
                mapping
                    .entries
                    .into_vec()
                    .into_iter()
                    .filter(|entry| taken.insert(entry.key.value.to_string())),
            );
        }
    }

    fn say(&mut self, rule: &'static str, span: Span, message: &'static str) {
        if self.expanding == 0 {
            self.problems.push(Diagnostic::new(rule, span, message));
        }
    }
}
