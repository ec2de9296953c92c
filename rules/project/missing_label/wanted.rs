//! The labels that are wanted, as options name them.

use std::fmt;

use regex::Regex;
use serde::de::value::MapAccessDeserializer;
use serde::de::{Error, MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer};

/// A label that is wanted.
pub(super) struct Wanted {
    pub(super) key: String,
    /// What its value must match, as written and compiled.
    pub(super) pattern: Option<(String, Regex)>,
    pub(super) of_images: bool,
    pub(super) of_services: bool,
}

/// A table of patterns, or a list of names and tables.
struct Rows(Vec<Row>);

/// A name, or a table with one.
struct Item(Row);

struct Labels;

impl<'de> Visitor<'de> for Labels {
    type Value = Rows;

    fn expecting(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        to.write_str("a list of names and tables, or a table of patterns")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Rows, A::Error> {
        let mut rows = Vec::new();
        while let Some((key, pattern)) = map.next_entry()? {
            rows.push(Row { key, pattern, on: On::Image });
        }
        Ok(Rows(rows))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Rows, A::Error> {
        let mut rows = Vec::new();
        while let Some(Item(row)) = list.next_element()? {
            rows.push(row);
        }
        Ok(Rows(rows))
    }
}

impl<'de> Deserialize<'de> for Item {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Item, D::Error> {
        struct Label;
        impl<'de> Visitor<'de> for Label {
            type Value = Item;

            fn expecting(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
                to.write_str("a name or a table")
            }

            fn visit_str<E: Error>(self, key: &str) -> Result<Item, E> {
                Ok(Item(Row { key: key.to_owned(), pattern: String::new(), on: On::Image }))
            }

            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Item, A::Error> {
                Row::deserialize(MapAccessDeserializer::new(map)).map(Item)
            }
        }
        from.deserialize_any(Label)
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    key: String,
    /// Gatekeeper has the other name.
    #[serde(default, alias = "allowedRegex")]
    pattern: String,
    #[serde(default)]
    on: On,
}

#[derive(Default, Deserialize, PartialEq)]
#[serde(rename_all = "kebab-case")]
enum On {
    #[default]
    Image,
    Service,
    Both,
}

/// Reads the labels from a table of patterns, or a list of names and tables.
pub(super) fn labels<'de, D: Deserializer<'de>>(from: D) -> Result<Vec<Wanted>, D::Error> {
    let Rows(rows) = from.deserialize_any(Labels)?;
    let wanted = |Row { key, pattern, on }: Row| {
        let regex = (!pattern.is_empty()).then(|| Regex::new(&format!("^(?:{pattern})$"))).transpose();
        let regex =
            regex.map_err(|_| D::Error::custom(format_args!("`{pattern}` is not a valid pattern")))?;
        let (of_images, of_services) = (on != On::Service, on != On::Image);
        Ok(Wanted { key, pattern: regex.map(|regex| (pattern, regex)), of_images, of_services })
    };
    rows.into_iter().map(wanted).collect()
}
