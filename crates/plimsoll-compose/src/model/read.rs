//! From nodes to the small values of the model. Nothing here complains: what does not fit is left out, and
//! the [schema](crate::schema) has said so.

use plimsoll_diagnostics::Span;

use super::{Command, CommandForm, Pair, Typed, words};
use crate::schema::parse_boolean;
use crate::yaml::{Entry, Kind, Mapping, Node, Parts, Scalar, Yaml, parse_int};

/// A scalar that is not null.
pub(super) fn scalar<'s>(yaml: Option<&Yaml<'s>>) -> Option<Scalar<'s>> {
    yaml?.as_scalar().filter(|scalar| !scalar.is_null()).cloned()
}

/// The scalars of a list, or the one scalar.
pub(super) fn scalars<'s>(yaml: Option<&Yaml<'s>>) -> Vec<Scalar<'s>> {
    match yaml.map(|yaml| &yaml.node) {
        Some(Node::Sequence(items)) => items.iter().filter_map(|item| scalar(Some(item))).collect(),
        Some(_) => scalar(yaml).into_iter().collect(),
        None => Vec::new(),
    }
}

/// A truth value, perhaps as a string.
pub(super) fn boolean<'s>(yaml: Option<&Yaml<'s>>) -> Option<Typed<'s, bool>> {
    let scalar = scalar(yaml)?;
    Some(Typed { value: parse_boolean(&scalar.value), scalar })
}

/// A whole number, perhaps as a string.
pub(super) fn integer<'s>(yaml: Option<&Yaml<'s>>) -> Option<Typed<'s, i64>> {
    let scalar = scalar(yaml)?;
    Some(Typed { value: parse_int(&scalar.value), scalar })
}

/// The entries of a mapping; none when it is something else.
pub(super) fn entries<'t, 's>(yaml: Option<&'t Yaml<'s>>) -> &'t [Entry<'s>] {
    yaml.and_then(Yaml::as_mapping).map_or(&[], |mapping| &mapping.entries)
}

/// The items of a list; none when it is something else.
pub(super) fn items<'t, 's>(yaml: Option<&'t Yaml<'s>>) -> &'t [Yaml<'s>] {
    yaml.and_then(Yaml::as_sequence).unwrap_or_default()
}

/// A mapping, or an empty one.
pub(super) fn fields<'s>(yaml: &Yaml<'s>) -> Mapping<'s> {
    yaml.as_mapping().cloned().unwrap_or_default()
}

/// From a key to the end of its value.
pub(super) fn whole(entry: &Entry<'_>) -> Span {
    entry.span()
}

/// Names and values from `[NAME=value]` or `{NAME: value}`; the first of `separators` that is there divides
/// an item. A value that is a list (`extra_hosts`) gives one pair for each item.
pub(super) fn pairs<'s>(yaml: Option<&Yaml<'s>>, separators: &[char]) -> Vec<Pair<'s>> {
    let mut pairs = Vec::new();
    for item in items(yaml) {
        let Some(text) = scalar(Some(item)) else { continue };
        let at = separators.iter().find_map(|&separator| text.value.find(separator));
        let parts = Parts::new(&text);
        let name = parts.part(0..at.unwrap_or(text.value.len()));
        let value = at.map(|at| parts.part(at + 1..text.value.len()));
        pairs.push(Pair { name, value, span: text.span });
    }
    for entry in entries(yaml) {
        let name = entry.key.clone();
        let span = whole(entry);
        if entry.value.as_sequence().is_some() {
            let values = scalars(Some(&entry.value)).into_iter();
            pairs.extend(values.map(|value| Pair { name: name.clone(), value: Some(value), span }));
        } else {
            pairs.push(Pair { name, value: scalar(Some(&entry.value)), span });
        }
    }
    pairs
}

/// A command, as a string or a list.
pub(super) fn command<'s>(yaml: Option<&Yaml<'s>>) -> Option<Command<'s>> {
    let yaml = yaml?;
    let span = yaml.span;
    match &yaml.node {
        Node::Sequence(_) => {
            Some(Command { words: scalars(Some(yaml)), ..Command::empty(CommandForm::List, span) })
        }
        Node::Scalar(scalar) if scalar.kind == Kind::Null => Some(Command::empty(CommandForm::Null, span)),
        Node::Scalar(scalar) => {
            let text = Some(scalar.clone());
            let words::Split { words, dropped, unbalanced } = words::split(scalar);
            let command = Command::empty(CommandForm::String, span);
            Some(Command { text, words, dropped, unbalanced, ..command })
        }
        _ => None,
    }
}

/// The bytes between separators that stand outside of `${…}`.
pub(super) fn split_outside(text: &str, separator: u8) -> Vec<std::ops::Range<usize>> {
    let mut parts = Vec::new();
    let mut depth = 0_usize;
    let mut from = 0;
    let mut before = 0;
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            b'{' if before == b'$' => depth += 1,
            b'}' => depth = depth.saturating_sub(1),
            byte if byte == separator && depth == 0 => {
                parts.push(from..at);
                from = at + 1;
            }
            _ => {}
        }
        before = byte;
    }
    parts.push(from..text.len());
    parts
}
