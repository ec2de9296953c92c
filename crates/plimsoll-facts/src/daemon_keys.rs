//! The settings of dockerd.

use crate::table::{Fields, Row, Table};
use crate::ulimits;

static TABLE: Table<Key> = Table::packed(include_bytes!(concat!(env!("OUT_DIR"), "/daemon-keys.tsv")));

/// A setting of `daemon.json`, or a part of one.
#[derive(Debug)]
pub struct Key {
    /// `default-ulimits.*.Hard`: `[]` is each item of a list, `*` each name of a mapping.
    pub path: &'static str,
    /// What may stand under it.
    pub shape: Shape,
    /// The words that may be written, or `@` and the name of a form.
    pub values: Vec<&'static str>,
    /// `linux` or `windows`, where only one has it.
    pub platform: &'static str,
    /// The version that it came with; empty where every version that is still in use has it.
    pub since: &'static str,
    /// What dockerd makes of it.
    pub status: Status,
    /// What to write instead.
    pub instead: Option<&'static str>,
    /// The flags of dockerd that must not be given besides it.
    pub flags: Vec<&'static str>,
    /// What holds without it.
    pub default: &'static str,
    /// What its value is.
    pub about: &'static str,
    /// A value that dockerd accepts, as JSON.
    pub good: &'static str,
    /// A value that keeps dockerd from starting, as JSON.
    pub bad: &'static str,
}

/// What may stand under a setting.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// `true` or `false`.
    Bool,
    /// A whole number.
    Int,
    /// A string.
    Text,
    /// A string or a whole number.
    TextOrInt,
    /// A list of strings.
    Texts,
    /// A list of mappings with known keys.
    Objects,
    /// A mapping with known keys.
    Object,
    /// Names, and a string for each.
    MapOfTexts,
    /// Names, and `true` or `false` for each.
    MapOfBools,
    /// Names, and a mapping with known keys for each.
    MapOfObjects,
    /// Names, and for each a mapping of names to strings.
    MapOfMaps,
    /// Whatever it is, nobody reads it.
    Any,
}

/// What dockerd makes of a setting.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    /// Reads it.
    Current,
    /// Reads it, and warns since this version; since it came when the version is empty.
    Deprecated(&'static str),
    /// Does not start with it since this version.
    Removed(&'static str),
    /// Accepts it and never reads it since this version; since ever when it is empty.
    Ignored(&'static str),
    /// Never starts with it, although it stands in lists that people copy.
    Refused,
}

impl Status {
    fn read(text: &'static str) -> Option<Status> {
        let (word, version) = text.split_once(' ').unwrap_or((text, ""));
        Some(match word {
            "current" => Status::Current,
            "deprecated" => Status::Deprecated(version),
            "removed" => Status::Removed(version),
            "ignored" => Status::Ignored(version),
            "refused" => Status::Refused,
            _ => return None,
        })
    }
}

impl Shape {
    fn read(text: &str) -> Option<Shape> {
        Some(match text {
            "bool" => Shape::Bool,
            "int" => Shape::Int,
            "string" => Shape::Text,
            "size" | "duration" => Shape::TextOrInt,
            "strings" => Shape::Texts,
            "objects" => Shape::Objects,
            "object" => Shape::Object,
            "map-string" => Shape::MapOfTexts,
            "map-bool" => Shape::MapOfBools,
            "map-object" => Shape::MapOfObjects,
            "map-map" => Shape::MapOfMaps,
            "any" => Shape::Any,
            _ => return None,
        })
    }
}

impl Row for Key {
    const COLUMNS: &'static [&'static str] = &[
        "key", "type", "values", "platform", "since", "status", "instead", "flags", "default", "about",
        "good", "bad", "source",
    ];

    fn read(fields: &mut Fields) -> Option<Key> {
        Some(Key {
            path: fields.text(),
            shape: Shape::read(fields.text())?,
            values: match fields.words().as_slice() {
                ["@ulimit"] => ulimits::of_engine(),
                words => words.to_vec(),
            },
            platform: fields.text(),
            since: fields.text(),
            status: Status::read(fields.text())?,
            instead: Some(fields.text()).filter(|instead| !instead.is_empty()),
            flags: fields.words(),
            default: fields.text(),
            about: fields.text(),
            good: fields.text(),
            bad: fields.text(),
        })
    }
}

/// Every setting, those below others included.
pub fn keys() -> &'static [Key] {
    TABLE.rows()
}

/// The setting at a path.
pub fn key(path: &str) -> Option<&'static Key> {
    keys().iter().find(|key| key.path == path)
}

/// The names of what stands directly below a path: `builder` has `gc`, whatever is below that.
pub fn below(path: &str) -> Vec<&'static str> {
    let rest = |key: &'static Key| key.path.strip_prefix(path)?.strip_prefix('.');
    let mut names: Vec<&str> = keys().iter().filter_map(rest).map(first).collect();
    names.dedup();
    names
}

fn first(path: &str) -> &str {
    path.split(['.', '[']).next().unwrap_or(path)
}

/// The top-level keys of `daemon.json` that some version of dockerd knows or knew, wrong forms that it takes included.
pub fn names() -> impl Iterator<Item = &'static str> {
    keys().iter().map(|key| key.path).filter(|path| !path.contains(['.', '[']))
}

/// Whether a key is one of them.
pub fn is_known(key: &str) -> bool {
    // Most keys are no name at all, and a comparison says so sooner than a search for signs.
    self::key(key).is_some_and(|known| !known.path.contains(['.', '[']))
}

/// Whether one version of the engine is older than another: `24.0` than `28.0.1`.
pub fn is_older(one: &str, other: &str) -> bool {
    let numbers = |version: &str| -> Vec<u32> {
        version.trim_start_matches('v').split('.').map_while(|part| part.parse().ok()).collect()
    };
    numbers(one) < numbers(other)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_can_be_read() {
        crate::table::check::<Key>(TABLE.text());
        assert!(is_known("log-driver") && !is_known("apps"));
        assert!(keys().len() > 160, "{}", keys().len());
        for key in keys() {
            let instead = key.instead.map(|path| super::key(path).is_some() || path.starts_with("log-opts."));
            assert_ne!(instead, Some(false), "{}: {:?}", key.path, key.instead);
        }
    }

    #[test]
    fn paths_have_parts() {
        assert_eq!(below("builder"), ["gc", "entitlements", "history"]);
        assert_eq!(below("default-ulimits.*"), ["Name", "Hard", "Soft"]);
        assert_eq!(below("default-address-pools[]"), ["base", "size"]);
    }

    #[test]
    fn versions_compare() {
        assert!(is_older("20.10", "28.0.1") && is_older("9.0", "28") && !is_older("29.7", "29.7"));
    }
}
