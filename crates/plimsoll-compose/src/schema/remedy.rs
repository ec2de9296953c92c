//! What to write instead of what does not fit the tables.

use super::{LEAST_MEMORY, Object, SERVICE, Shape, fits};
use crate::yaml::{Kind, Mapping, Node, Scalar, Shared, Yaml};

/// What to write instead of a value of the wrong type, of the key `name` or of an item under it.
pub(super) fn way_out(yaml: &Yaml<'_>, shape: &Shape, name: &str, is_item: bool) -> Option<String> {
    let fits_as = |node: &Node<'_>| fits(shape, node);
    if let Some(mapping) = yaml.as_mapping().filter(|_| is_item) {
        return colon_in_item(mapping, name).or_else(|| settings_in_item(mapping, name));
    }
    if let Shape::Object(object) = shape
        && object.noun == SERVICE.noun
        && SERVICE.knows(name)
    {
        return Some(indent(name, false));
    }
    if let (Shape::Names(_), Some(items)) = (shape, yaml.as_sequence()) {
        let entry = items.first().and_then(Yaml::as_mapping).and_then(|mapping| mapping.entries.first())?;
        return Some(format!("remove the `-` before each key: `{}:`", entry.key.value));
    }
    let is_empty = match &yaml.node {
        Node::Sequence(items) => items.is_empty(),
        Node::Mapping(mapping) => mapping.entries.is_empty(),
        // `null`, as opposed to nothing.
        Node::Scalar(scalar) => scalar.is_null() && !scalar.source().raw.is_empty(),
        Node::Alias(_) => false,
    };
    if is_empty && !is_item {
        return Some(format!(
            "remove `{name}`, or write `!reset null` to remove the value of an earlier file"
        ));
    }
    let scalar = yaml.as_scalar()?;
    let is_number = matches!(scalar.kind, Kind::Int | Kind::Float | Kind::Bool);
    match shape {
        _ if scalar.is_null() && is_item => Some("remove the item".to_owned()),
        _ if scalar.is_null() => Some(format!("remove `{name}`, or add a value")),
        _ if name == "restart" && matches!(&*scalar.value, "no" | "false") => {
            Some("write `\"no\"`".to_owned())
        }
        _ if name == "version" => Some("remove this key: Compose ignores it".to_owned()),
        Shape::Format(_, format) if is_number && format(scalar).is_some() => format(scalar),
        // Fewer bytes than the engine takes are meant as megabytes.
        Shape::Scalar(kinds) | Shape::Format(kinds, _)
            if name == "memory" && is_number && kinds.contains(&Kind::String) && is_too_little(scalar) =>
        {
            Some(format!("add a unit, for example `{}m`", scalar.value))
        }
        Shape::Scalar(kinds) | Shape::Format(kinds, _) if is_number && kinds.contains(&Kind::String) => {
            Some(format!("quote the value: `\"{}\"`", scalar.value))
        }
        Shape::Object(object) => space_after_colon(scalar, object).or_else(|| driver(scalar, object, name)),
        _ if !is_item && fits_as(&Node::Sequence(Shared::default())) => Some(list(scalar, name)),
        _ => None,
    }
}

/// A key that is less indented than was meant: a service, or a key of one.
pub(super) fn indent(name: &str, is_service: bool) -> String {
    if is_service {
        format!("indent `{name}`: services are defined under `services`")
    } else {
        format!("indent `{name}` if it belongs to the service above")
    }
}

/// How a variable that cannot be read is written, or a dollar sign that starts none.
pub(super) fn close(message: &str, written: &str) -> String {
    let literal = "write `$$` for a literal dollar sign";
    if !message.ends_with("is not closed") {
        return literal.to_owned();
    }
    let is_name = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_';
    let rest = written.strip_prefix("${").unwrap_or_default();
    let name = rest.split(|c: char| !c.is_ascii() || !is_name(c as u8)).next().unwrap_or_default();
    if name.is_empty() || rest.get(name.len()..).is_some_and(|rest| rest.starts_with([':', '-', '?', '+'])) {
        format!("close it with `}}`, or {literal}")
    } else {
        format!("close it with `}}`: `${{{name}}}`, or {literal}")
    }
}

/// `- NAME: value` where a string is asked for: the blank after the colon makes it a mapping.
pub(super) fn colon_in_item(mapping: &Mapping<'_>, list: &str) -> Option<String> {
    let [entry] = &*mapping.entries else { return None };
    let key = &entry.key.value;
    let value = entry.value.as_scalar()?;
    Some(match list {
        // A colon at the end belongs to the value.
        _ if value.is_null() && key.contains('=') => format!("quote the item: `- \"{key}:\"`"),
        _ if value.is_null() => format!("remove the colon: `- {key}`"),
        // A value that holds a blank, a comment or quotes is read otherwise without its own.
        "environment" | "labels" | "args" | "sysctls" if is_rewritten(&value.value) && !key.contains('=') => {
            format!("quote the item: `- '{key}={}'`", value.value.replace('\'', "''"))
        }
        "environment" | "labels" | "args" | "sysctls" if key.contains('=') => {
            format!("quote the item: `- \"{key}: {}\"`", value.value)
        }
        "environment" | "labels" | "args" | "sysctls" => format!("write `- {key}={}`", value.value),
        _ => format!("remove the space after the colon: `- {key}:{}`", value.value),
    })
}

/// Whether YAML reads a value in another way when it is written without quotes behind `NAME=`.
fn is_rewritten(value: &str) -> bool {
    value.contains(" #") || value.contains(": ") || value.ends_with(':')
}

/// An item of a list of names that has settings: these go into the mapping that the list is short for.
fn settings_in_item(mapping: &Mapping<'_>, list: &str) -> Option<String> {
    let [entry] = &*mapping.entries else { return None };
    let takes_both = SERVICE.shape(list).is_some_and(|shape| {
        fits(shape, &Node::Sequence(Shared::default())) && fits(shape, &Node::Mapping(Mapping::default()))
    });
    let is_named = takes_both && entry.value.as_mapping().is_some();
    is_named.then(|| format!("remove the `-`: to set options, write `{list}` as a mapping"))
}

/// `image:nginx`, which is one string to YAML.
fn space_after_colon(scalar: &Scalar<'_>, object: &Object) -> Option<String> {
    let line = scalar.value.split('\n').next().unwrap_or_default();
    let (key, value) = line.split_once(':')?;
    object.knows(key).then(|| format!("add a space after the colon: `{key}: {}`", value.trim()))
}

/// The name of a driver where a mapping with its options is asked for.
fn driver(scalar: &Scalar<'_>, object: &Object, name: &str) -> Option<String> {
    let value = &scalar.value;
    let is_plain = value.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'));
    let is_driver = scalar.kind == Kind::String && is_plain && object.knows("driver");
    is_driver.then(|| format!("write a mapping: `{name}: {{ driver: {value} }}`"))
}

/// One value, or one on each line, where a list is asked for.
fn list(scalar: &Scalar<'_>, name: &str) -> String {
    let raw = scalar.source().raw;
    if raw.contains('\n') {
        "write a list: start each line with `- `".to_owned()
    } else {
        format!("write a list: `{name}: [{raw}]`")
    }
}

fn is_too_little(scalar: &Scalar<'_>) -> bool {
    scalar.kind == Kind::Int
        && scalar.value.parse().is_ok_and(|bytes: f64| bytes > 0.0 && bytes < LEAST_MEMORY)
}
