//! Brings the two ways of writing a value to one, so that they can be merged.

use crate::schema::Merge;
use crate::yaml::{Entry, Mapping, Node, Scalar, Yaml};

/// Both values, in the same way of writing where there are several.
pub(super) fn alike<'s>(base: Yaml<'s>, over: Yaml<'s>, merge: Merge) -> (Yaml<'s>, Yaml<'s>) {
    let are_lists = base.as_sequence().is_some() && over.as_sequence().is_some();
    let over = if changes_nothing(&base, &over, merge) { Yaml::null(over.span) } else { over };
    match merge {
        Merge::Build => (with_context(base), with_context(over)),
        Merge::Strings => (listed(base), listed(over)),
        Merge::Pairs | Merge::Hosts | Merge::Names | Merge::Dependencies if !are_lists => {
            (named(base, merge), named(over, merge))
        }
        _ => (base, over),
    }
}

/// Whether Compose drops a value of a type that the key does not have (compose-go, `override/merge.go`: functions `mergeBuild`
/// and `convertIntoMapping`). It only rejects it where there is nothing below.
fn changes_nothing(base: &Yaml<'_>, over: &Yaml<'_>, merge: Merge) -> bool {
    match merge {
        Merge::Build => !base.is_null() && over.as_sequence().is_some(),
        Merge::Pairs | Merge::Hosts | Merge::Names | Merge::Dependencies => {
            let is_string = over.as_scalar().is_some_and(|scalar| !scalar.is_null());
            is_string && (base.as_mapping().is_some() || base.as_sequence().is_some())
        }
        _ => false,
    }
}

/// Options belong to a driver: another driver takes none over.
pub(super) fn has_another_driver(base: &Yaml<'_>, over: &Yaml<'_>) -> bool {
    let driver =
        |yaml: &Yaml<'_>| yaml.get("driver").and_then(Yaml::as_scalar).map(|name| name.value.to_string());
    matches!((driver(base), driver(over)), (Some(base), Some(over)) if base != over)
}

/// `build: DIR` as a mapping.
fn with_context(yaml: Yaml<'_>) -> Yaml<'_> {
    match &yaml.node {
        Node::Scalar(scalar) if !scalar.is_null() => {
            let key = word("context", scalar);
            let entry = Entry { key, value: Yaml::new(yaml.node.clone(), yaml.span) };
            Yaml { node: Node::Mapping(Mapping::new(vec![entry])), ..yaml }
        }
        _ => yaml,
    }
}

/// One string as a list.
fn listed(yaml: Yaml<'_>) -> Yaml<'_> {
    match &yaml.node {
        Node::Scalar(scalar) if !scalar.is_null() => {
            let item = Yaml::new(yaml.node.clone(), yaml.span);
            Yaml { node: Node::Sequence(vec![item].into()), ..yaml }
        }
        _ => yaml,
    }
}

/// A list of names, or of names and values, as a mapping.
fn named(yaml: Yaml<'_>, merge: Merge) -> Yaml<'_> {
    let Node::Sequence(items) = &yaml.node else { return yaml };
    let entries = items.iter().filter_map(|item| entry(item.as_scalar()?, merge)).collect();
    Yaml { node: Node::Mapping(Mapping { entries }), ..yaml }
}

fn entry<'s>(item: &Scalar<'s>, merge: Merge) -> Option<Entry<'s>> {
    let separators: &[char] = match merge {
        Merge::Pairs => &['='],
        Merge::Hosts => &['=', ':'],
        Merge::Dependencies => {
            let started = Node::Scalar(word("service_started", item));
            let condition = Entry { key: word("condition", item), value: Yaml::new(started, item.span) };
            let value = Node::Mapping(Mapping::new(vec![condition]));
            return Some(Entry { key: item.clone(), value: Yaml::new(value, item.span) });
        }
        _ => return Some(Entry { key: item.clone(), value: Yaml::null(item.span) }),
    };
    let at = separators.iter().find_map(|&separator| item.value.find(separator));
    let value = at.map(|at| item.slice(at + 1..item.value.len()));
    let key = item.slice(0..at.unwrap_or(item.value.len()));
    let value = value.map_or_else(
        || Yaml::null(item.span),
        |value| {
            let span = value.span;
            Yaml::new(Node::Scalar(value), span)
        },
    );
    (!key.value.is_empty()).then_some(Entry { key, value })
}

/// A word that the way of writing of `scalar` stands for.
fn word<'s>(text: &'static str, scalar: &Scalar<'s>) -> Scalar<'s> {
    Scalar::implied(text, scalar.span)
}
