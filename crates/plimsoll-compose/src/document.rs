//! From the documents of a file to the one tree that the model is read from.

use std::collections::HashMap;

use plimsoll_diagnostics::{Diagnostic, Text};

use crate::schema;
use crate::yaml::{Mapping, Node, Yaml};

/// Adds a document to those before it. Compose merges documents as it merges files; here mappings are merged
/// and lists appended, and keys with rules of their own are not known.
pub(crate) fn add<'s>(base: Yaml<'s>, over: Yaml<'s>) -> Yaml<'s> {
    match (base.node, over.node) {
        (Node::Mapping(mapping), Node::Mapping(over)) => {
            Yaml { node: Node::Mapping(merge(mapping, over)), ..base }
        }
        (Node::Sequence(mut items), Node::Sequence(over)) => {
            items.extend(over);
            Yaml { node: Node::Sequence(items), ..base }
        }
        (_, node) => Yaml { node, ..over },
    }
}

fn merge<'s>(mut base: Mapping<'s>, over: Mapping<'s>) -> Mapping<'s> {
    let mut places: HashMap<String, usize> = HashMap::new();
    for (at, entry) in base.entries.iter().enumerate() {
        places.insert(entry.key.value.to_string(), at);
    }
    for entry in over.entries {
        match places.get(&*entry.key.value).and_then(|&at| base.entries.get_mut(at)) {
            Some(known) => {
                let value = std::mem::replace(&mut known.value, Yaml::null(entry.key.span));
                known.value = add(value, entry.value);
            }
            None => base.entries.push(entry),
        }
    }
    base
}

/// Takes out what is marked with `!reset`.
pub(crate) fn drop_resets(yaml: &mut Yaml<'_>) {
    let is_reset = |yaml: &Yaml<'_>| yaml.tag.is_some_and(|tag| tag.raw == "!reset");
    match &mut yaml.node {
        Node::Mapping(mapping) => {
            mapping.entries.retain(|entry| !is_reset(&entry.value));
            mapping.entries.iter_mut().for_each(|entry| drop_resets(&mut entry.value));
        }
        Node::Sequence(items) => {
            items.retain(|item| !is_reset(item));
            items.iter_mut().for_each(drop_resets);
        }
        _ => {}
    }
}

/// Reports what Compose would refuse in the tree of a file. After a syntax error an empty tree says nothing.
pub(crate) fn check(tree: &Yaml<'_>, source: Text<'_>, is_whole: bool, problems: &mut Vec<Diagnostic>) {
    match &tree.node {
        Node::Mapping(mapping) if !mapping.entries.is_empty() => {
            schema::check(tree, is_whole, problems);
        }
        _ if !is_whole => {}
        Node::Mapping(_) => {
            problems.push(Diagnostic::new("compose-schema", tree.span, "the Compose file is empty"));
        }
        Node::Scalar(scalar) if scalar.is_null() => {
            problems.push(Diagnostic::new(
                "compose-schema",
                source.span.before(),
                "the Compose file is empty",
            ));
        }
        _ => {
            let message = format!("the file is {}: expected a mapping", tree.noun());
            problems.push(Diagnostic::new("compose-schema", tree.span, message));
        }
    }
}
