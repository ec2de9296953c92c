//! Whether a value has the type that its key expects.

use plimsoll_facts::daemon_keys::{Shape, key};

use super::{Problem, Settings, nested, values};
use crate::yaml::{Entry, Kind, Yaml};

/// Below the file's own keys, where names come from dockerd.
pub(super) fn check(
    settings: Settings<'_, '_>,
    path: &str,
    shape: Shape,
    entry: &Entry<'_>,
    found: &mut Vec<Problem>,
) {
    let value = &entry.value;
    if value.is_null() || values::is_unknown(value) {
        return;
    }
    let name = &*entry.key.value;
    let check_below = |value: &Yaml<'_>, path: String, found: &mut Vec<Problem>| match value.as_mapping() {
        Some(mapping) => nested::check(settings, &path, mapping, found),
        None if value.is_null() => {}
        None => found.push(wrong(name, "a mapping", value)),
    };
    match shape {
        Shape::Any => {}
        Shape::Bool | Shape::Int | Shape::Text | Shape::TextOrInt => {
            if !is_scalar_of(value, shape) {
                found.push(wrong(name, noun(shape), value));
            } else if let (Some(key), Some(scalar)) = (key(path), value.as_scalar()) {
                values::check(settings, key, scalar, found);
            }
        }
        Shape::Texts => match value.as_sequence() {
            Some(items) => items.iter().for_each(|item| check_item(settings, path, name, item, found)),
            None => found.push(wrong(name, noun(shape), value)),
        },
        Shape::Objects => match value.as_sequence() {
            Some(items) => items.iter().for_each(|item| check_below(item, format!("{path}[]"), found)),
            None => found.push(wrong(name, noun(shape), value)),
        },
        Shape::Object if value.as_mapping().is_some() => check_below(value, path.to_owned(), found),
        Shape::MapOfTexts | Shape::MapOfBools | Shape::MapOfObjects | Shape::MapOfMaps => {
            let Some(mapping) = value.as_mapping() else {
                found.push(wrong(name, noun(shape), value));
                return;
            };
            for entry in mapping.entries.iter().filter(|entry| !values::is_unknown(&entry.value)) {
                let name = &*entry.key.value;
                match shape {
                    Shape::MapOfTexts if !is_scalar_of(&entry.value, Shape::Text) => {
                        found.push(wrong(name, "a string", &entry.value));
                    }
                    Shape::MapOfBools if !is_scalar_of(&entry.value, Shape::Bool) => {
                        found.push(wrong(name, "`true` or `false`", &entry.value));
                    }
                    Shape::MapOfObjects => match entry.value.as_mapping() {
                        Some(below) => nested::check(settings, &format!("{path}.*"), below, found),
                        None if entry.value.is_null() => {}
                        None => found.push(wrong(name, "a mapping", &entry.value)),
                    },
                    Shape::MapOfMaps => check(settings, "", Shape::MapOfTexts, entry, found),
                    _ => {}
                }
            }
        }
        Shape::Object => found.push(wrong(name, noun(shape), value)),
    }
}

fn check_item(settings: Settings<'_, '_>, path: &str, name: &str, item: &Yaml<'_>, found: &mut Vec<Problem>) {
    match item.as_scalar() {
        Some(scalar) if scalar.kind == Kind::String => {
            if let Some(key) = key(path).filter(|_| !values::is_placeholder(&scalar.value)) {
                values::check(settings, key, scalar, found);
            }
        }
        Some(scalar) if scalar.is_null() => {}
        _ => {
            let message = format!("an item in `{name}` must be a string, not {}", noun_of(item));
            found.push(quoted(Problem::invalid(item.span, message, "write a string"), item));
        }
    }
}

/// Null sets nothing, whatever the type.
fn is_scalar_of(value: &Yaml<'_>, shape: Shape) -> bool {
    let Some(scalar) = value.as_scalar() else { return false };
    match scalar.kind {
        Kind::Null => true,
        Kind::Bool => shape == Shape::Bool,
        Kind::Int => matches!(shape, Shape::Int | Shape::TextOrInt),
        Kind::String => matches!(shape, Shape::Text | Shape::TextOrInt),
        _ => false,
    }
}

fn noun(shape: Shape) -> &'static str {
    match shape {
        Shape::Bool => "`true` or `false`",
        Shape::Int => "an integer",
        Shape::Text => "a string",
        Shape::TextOrInt => "a string or an integer",
        Shape::Texts => "a list of strings",
        Shape::Objects => "a list of mappings",
        Shape::Object | Shape::MapOfTexts | Shape::MapOfBools | Shape::MapOfObjects | Shape::MapOfMaps => {
            "a mapping"
        }
        Shape::Any => "anything",
    }
}

fn noun_of(value: &Yaml<'_>) -> &'static str {
    match value.as_scalar().map(|scalar| scalar.kind) {
        Some(Kind::Int | Kind::Float) => "a number",
        Some(Kind::Bool) => "a boolean",
        _ => value.noun(),
    }
}

pub(super) fn wrong(name: &str, expected: &str, value: &Yaml<'_>) -> Problem {
    let message = format!("`{name}` must be {expected}, not {}", noun_of(value));
    let problem = Problem::invalid(value.span, message, format!("write {expected}"));
    let Some(scalar) = value.as_scalar() else { return problem };
    let text = &*scalar.value;
    let edit = match (expected, scalar.kind) {
        ("a string", _) => return quoted(problem, value),
        ("a list of strings", Kind::String) if scalar.is_quoted() => {
            Some(format!("[{}]", scalar.source().raw))
        }
        ("`true` or `false`", Kind::String) => matches!(text, "true" | "false").then(|| text.to_owned()),
        ("an integer", Kind::String) => text.parse::<i64>().is_ok().then(|| text.to_owned()),
        _ => None,
    };
    match edit {
        Some(edit) => Problem { help: format!("write `{edit}`").into(), ..problem }.edit(value.span, edit),
        None => problem,
    }
}

/// With quotes around a number or a truth value.
fn quoted(problem: Problem, value: &Yaml<'_>) -> Problem {
    let is_plain = |kind| matches!(kind, Kind::Int | Kind::Float | Kind::Bool);
    match value.as_scalar().filter(|scalar| is_plain(scalar.kind)) {
        Some(scalar) => {
            let edit = format!("\"{}\"", scalar.source().raw);
            Problem { help: format!("write `{edit}`").into(), ..problem }.edit(value.span, edit)
        }
        None => problem,
    }
}
