//! From the documents of a file to the one tree that the model is read from.

use plimsoll_diagnostics::{Diagnostic, Text};

use crate::schema::{self, FILE, Shape};
use crate::yaml::{Node, Yaml};

/// Adds a document to those before it. Compose merges documents as it merges files; here mappings are merged
/// and lists appended, and keys with rules of their own are not known.
pub(crate) fn add<'s>(mut base: Yaml<'s>, over: Yaml<'s>) -> Yaml<'s> {
    match (&mut base.node, over.node) {
        (Node::Mapping(base), Node::Mapping(over)) => {
            for entry in over.entries {
                match base.entries.iter().rposition(|known| known.key.value == entry.key.value) {
                    Some(at) => {
                        let known = base.entries.remove(at);
                        let value = add(known.value, entry.value);
                        base.entries.insert(at, crate::yaml::Entry { key: known.key, value });
                    }
                    None => base.entries.push(entry),
                }
            }
        }
        (Node::Sequence(base), Node::Sequence(over)) => base.extend(over),
        (_, node) => return Yaml { node, span: over.span, tag: over.tag, anchor: over.anchor },
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
            schema::check(tree, &Shape::Object(&FILE), "the file", problems);
        }
        _ if !is_whole => {}
        Node::Mapping(_) => {
            problems.push(Diagnostic::new("compose-schema", tree.span, "the Compose file is empty"));
        }
        Node::Scalar(scalar) if scalar.is_null() => {
            problems.push(Diagnostic::new("compose-schema", source.span.before(), "the Compose file is empty"));
        }
        _ => {
            let message = format!("the file is {}: expected a mapping", tree.noun());
            problems.push(Diagnostic::new("compose-schema", tree.span, message));
        }
    }
}
