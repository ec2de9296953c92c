//! Which keys Compose knows, and what may stand under each of them: tables, and the walk that holds a tree
//! against them. One row says all of a key: what may stand there, how it is merged, what it is for. A test compares the
//! tables with the Compose Specification's schema.

mod build;
mod check;
mod deploy;
mod file;
mod format;
mod lookup;
mod reader;
mod remedy;
mod service;
mod suggest;

use crate::yaml::{Kind, Node, Scalar};

pub(crate) use check::check;
pub(crate) use file::FILE;
pub(crate) use format::LEAST_MEMORY;
pub use format::{accepts_container_name, parse_boolean, parse_duration, parse_size};
pub use lookup::{ITEM, Key, Written, key_at, keys_below, values_at};
pub use reader::Reader;
pub(crate) use service::SERVICE;
pub(crate) use suggest::suggest;

/// What may stand somewhere.
pub(crate) enum Shape {
    /// Anything.
    Any,
    /// A scalar of one of these kinds.
    Scalar(&'static [Kind]),
    /// A scalar that something more is asked of.
    Format(&'static [Kind], Format),
    /// A string out of these.
    Choice(&'static [&'static str]),
    /// A list of these.
    List(&'static Shape),
    /// A list of these in which nothing comes twice.
    Set(&'static Shape),
    /// A mapping with free names.
    Map(&'static Shape),
    /// A mapping whose names are names of services, networks …
    Names(&'static Shape),
    /// A mapping with known keys.
    Object(&'static Object),
    /// Whichever of these fits the node's own type.
    OneOf(&'static [Shape]),
}

/// Whether the node's own type is one that the shape takes; what is inside does not matter.
fn fits(shape: &Shape, node: &Node<'_>) -> bool {
    match (shape, node) {
        (Shape::Any, _)
        | (Shape::List(_) | Shape::Set(_), Node::Sequence(_))
        | (Shape::Map(_) | Shape::Names(_) | Shape::Object(_), Node::Mapping(_)) => true,
        (Shape::Scalar(kinds) | Shape::Format(kinds, _), Node::Scalar(scalar)) => {
            // go-yaml gives a date back as a string where one is asked for.
            let kind = if scalar.kind == Kind::Timestamp { Kind::String } else { scalar.kind };
            kinds.contains(&kind) || scalar.is_interpolated()
        }
        (Shape::Choice(_), Node::Scalar(scalar)) => scalar.kind == Kind::String || scalar.is_interpolated(),
        (Shape::OneOf(shapes), node) => shapes.iter().any(|shape| fits(shape, node)),
        _ => false,
    }
}

/// Why a scalar will not do, if it will not: "a port is a number".
pub(crate) type Format = fn(&Scalar<'_>) -> Option<String>;

/// All that is known of a key.
pub(crate) struct Row {
    /// The key.
    pub(crate) name: &'static str,
    /// What may stand under it.
    pub(crate) shape: Shape,
    /// How a later file is laid over its value.
    pub(crate) merge: Merge,
    /// What it is for, in a line: for editors.
    pub(crate) doc: Option<&'static str>,
}

/// How a value of a later file is laid over that of an earlier one (Compose Specification, "Merge").
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Merge {
    /// Mappings key by key, lists one after the other; of scalars the later one.
    Deep,
    /// The later one wins as a whole.
    Replaced,
    /// `build`: one string is its `context`.
    Build,
    /// `logging`: the options of another driver are dropped.
    Logging,
    /// `NAME=value` in a list, or a mapping.
    Pairs,
    /// The same for hosts, also with `:`.
    Hosts,
    /// Names in a list, or a mapping.
    Names,
    /// The same for services that are needed.
    Dependencies,
    /// One string, or a list.
    Strings,
    /// Ports, of which two can mean the same one.
    Ports,
    /// Mounts, likewise.
    Mounts,
    /// Secrets and configs, likewise.
    Grants,
    /// Devices, likewise.
    Devices,
}

/// A key, and what may stand under it.
const fn key(name: &'static str, shape: Shape) -> Row {
    Row { name, shape, merge: Merge::Deep, doc: None }
}

impl Row {
    const fn merged(self, merge: Merge) -> Row {
        Row { merge, ..self }
    }

    const fn doc(self, doc: &'static str) -> Row {
        Row { doc: Some(doc), ..self }
    }
}

/// A mapping with known keys. `x-…` is free in each.
pub(crate) struct Object {
    /// What it is called in messages: "a service".
    pub(crate) noun: &'static str,
    /// The keys, in alphabetical order.
    pub(crate) keys: &'static [Row],
    /// Keys that must be there.
    pub(crate) required: &'static [&'static str],
    /// Whether Compose lets other keys pass.
    pub(crate) is_open: bool,
}

impl Object {
    const fn new(noun: &'static str, keys: &'static [Row]) -> Object {
        Object { noun, keys, required: &[], is_open: false }
    }

    const fn requiring(self, required: &'static [&'static str]) -> Object {
        Object { required, ..self }
    }

    /// What may stand under a key.
    pub(crate) fn shape(&self, key: &str) -> Option<&'static Shape> {
        self.row(key).map(|row| &row.shape)
    }

    /// What is known of a key.
    pub(crate) fn row(&self, key: &str) -> Option<&'static Row> {
        let at = self.keys.binary_search_by(|row| row.name.cmp(key)).ok()?;
        self.keys.get(at)
    }

    /// Whether a key is known here, or free.
    pub(crate) fn knows(&self, key: &str) -> bool {
        key.starts_with("x-") || self.shape(key).is_some()
    }
}

const STRING: Shape = Shape::Scalar(&[Kind::String]);
const BOOL: Shape = Shape::Format(&[Kind::Bool, Kind::String], format::boolean);
const INTEGER: Shape = Shape::Format(&[Kind::Int, Kind::String], format::integer);
/// A number that is whole when it is written as a string.
const WHOLE: Shape = Shape::Format(&[Kind::Int, Kind::Float, Kind::String], format::whole_string);
const NUMBER: Shape = Shape::Format(&[Kind::Int, Kind::Float, Kind::String], format::number);
const NUMBER_OR_STRING: Shape = Shape::Scalar(&[Kind::Int, Kind::Float, Kind::String]);
const SIZE: Shape = Shape::Format(&[Kind::Int, Kind::Float, Kind::String], format::size);
const FILE_MODE: Shape = Shape::Format(&[Kind::Int, Kind::Float, Kind::String], format::file_mode);
const DURATION: Shape = Shape::Format(&[Kind::String], format::duration);
const NULL: Shape = Shape::Scalar(&[Kind::Null]);
const VALUE: Shape = Shape::Scalar(&[Kind::String, Kind::Int, Kind::Float, Kind::Bool, Kind::Null]);
const STRINGS: Shape = Shape::List(&STRING);
/// Strings of which none may come twice, where compose-go does not drop the second by itself.
const STRING_SET: Shape = Shape::Set(&STRING);
const STRING_OR_LIST: Shape = Shape::OneOf(&[STRING, STRINGS]);
const LIST_OR_MAP: Shape = Shape::OneOf(&[Shape::Map(&VALUE), STRINGS]);
const COMMAND: Shape = Shape::OneOf(&[STRING, STRINGS, NULL]);
const EXTRA_HOSTS: Shape = Shape::OneOf(&[Shape::Map(&STRING_OR_LIST), STRING_SET]);
const DRIVER_OPTIONS: Shape = Shape::Map(&NUMBER_OR_STRING);
const EXTERNAL: Shape =
    Shape::OneOf(&[BOOL, Shape::Object(&Object::new("`external`", &[key("name", STRING)]))]);

const ULIMITS: Shape = Shape::Map(&Shape::OneOf(&[
    INTEGER,
    Shape::Object(
        &Object::new("a limit", &[key("hard", INTEGER), key("soft", INTEGER)]).requiring(&["soft", "hard"]),
    ),
]));

/// A secret or a config, where it is used.
const GRANTS: Shape = Shape::List(&Shape::OneOf(&[
    STRING,
    Shape::Object(
        &Object::new(
            "an entry of `secrets` or `configs`",
            &[
                key("gid", STRING).doc("The group that owns the file."),
                key("mode", FILE_MODE).doc("The file's permissions, such as `0440`."),
                key("source", STRING).doc("The name of the secret or config in this file."),
                key("target", STRING).doc("The name or path inside the container."),
                key("uid", STRING).doc("The user that owns the file."),
            ],
        )
        .requiring(&["source"]),
    ),
]));

#[cfg(test)]
mod tests {
    use super::*;

    fn assert_sorted(shape: &Shape) -> usize {
        match shape {
            Shape::Object(object) => {
                assert!(object.keys.is_sorted_by(|a, b| a.name < b.name), "{}", object.noun);
                assert!(object.required.iter().all(|key| object.knows(key)), "{}", object.noun);
                object.keys.iter().map(|row| assert_sorted(&row.shape)).sum::<usize>() + object.keys.len()
            }
            Shape::List(inner) | Shape::Set(inner) | Shape::Map(inner) | Shape::Names(inner) => {
                assert_sorted(inner)
            }
            Shape::OneOf(shapes) => shapes.iter().map(assert_sorted).sum(),
            _ => 0,
        }
    }

    #[test]
    fn the_tables_can_be_searched() {
        assert!(assert_sorted(&Shape::Object(&FILE)) > 250);
    }

    #[test]
    fn every_key_that_matters_says_what_it_is_for() {
        for object in [&FILE, &SERVICE, &build::BUILD] {
            for row in object.keys {
                assert!(row.doc.is_some(), "{} lacks what `{}` is for", object.noun, row.name);
            }
        }
    }
}
