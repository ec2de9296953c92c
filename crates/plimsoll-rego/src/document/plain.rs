//! Data as Rego has it: YAML, JSON and TOML.

use std::collections::BTreeMap;

use plimsoll_compose::yaml::{self, Kind, Node, Scalar, Yaml};
use regorus::Value;

use super::{Document, Places, Tree};
use crate::Shape;

/// A document of a Compose file as YAML gives it: aliases and merge keys are resolved, variables stay.
pub(super) fn yaml(document: &Yaml<'_>, shape: Shape) -> Document {
    let resolved = yaml::resolve(document, &mut Vec::new());
    let file = document.span.file;
    Document { shape, value: value(&resolved), file, places: Places::Tree(Tree::new(&resolved)) }
}

/// A node of YAML.
pub(crate) fn value(node: &Yaml<'_>) -> Value {
    match &node.node {
        Node::Scalar(scalar) => self::scalar(scalar),
        Node::Sequence(items) => Value::from(items.iter().map(value).collect::<Vec<_>>()),
        Node::Mapping(mapping) => {
            let pairs = mapping.entries.iter();
            object(pairs.map(|entry| (Value::from(entry.key.template()), value(&entry.value))))
        }
        Node::Alias(_) => Value::Null,
    }
}

fn scalar(scalar: &Scalar<'_>) -> Value {
    let text = scalar.template();
    let kind = if scalar.is_quoted() || text.contains('$') { Kind::String } else { scalar.kind };
    match kind {
        Kind::Null => Value::Null,
        Kind::Bool => Value::from(text.eq_ignore_ascii_case("true")),
        Kind::Int | Kind::Float => {
            let plain: String = text.chars().filter(|letter| *letter != '_').collect();
            Value::from_numeric_string(&plain).unwrap_or_else(|_| Value::from(text))
        }
        Kind::Timestamp | Kind::String => Value::from(text),
    }
}

/// A value of TOML.
pub(crate) fn from_toml(value: &toml::Value) -> Value {
    match value {
        toml::Value::String(text) => Value::from(text.as_str()),
        toml::Value::Integer(number) => Value::from(*number),
        toml::Value::Float(number) => Value::from(*number),
        toml::Value::Boolean(truth) => Value::from(*truth),
        toml::Value::Datetime(date) => Value::from(date.to_string()),
        toml::Value::Array(items) => Value::from(items.iter().map(from_toml).collect::<Vec<_>>()),
        toml::Value::Table(table) => {
            object(table.iter().map(|(key, value)| (Value::from(key.as_str()), from_toml(value))))
        }
    }
}

/// An object of these names and values; of two with one name, the last counts.
pub(super) fn object(pairs: impl IntoIterator<Item = (Value, Value)>) -> Value {
    // `collect` would bring a sort of its own for each caller.
    let mut object = BTreeMap::new();
    object.extend(pairs);
    Value::from(object)
}
