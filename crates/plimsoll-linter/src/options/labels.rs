//! The labels that are required, as options of rules.

use std::fmt;

use serde::de::value::{MapAccessDeserializer, StrDeserializer};
use serde::de::{Error, MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer};

use super::{LabelType, TextPattern};
use crate::limits::LABELS;

/// The labels that the OCI defines for every image, with the types that its specification gives them.
///
/// Source: <https://github.com/opencontainers/image-spec/blob/v1.1.1/annotations.md#pre-defined-annotation-keys>
const OCI: [(&str, LabelType); 6] = [
    ("org.opencontainers.image.title", LabelType::Text),
    ("org.opencontainers.image.source", LabelType::Url),
    ("org.opencontainers.image.revision", LabelType::Text),
    ("org.opencontainers.image.version", LabelType::Text),
    ("org.opencontainers.image.licenses", LabelType::Spdx),
    ("org.opencontainers.image.created", LabelType::Rfc3339),
];

/// The name of these labels, in place of a list or in one.
const PRESET: &str = "oci";

/// A label that is required.
#[derive(Clone, Debug)]
pub struct RequiredLabel {
    /// Its name.
    pub key: String,
    /// What its whole value must match.
    pub pattern: Option<TextPattern>,
    /// What its value must be.
    pub kind: Option<LabelType>,
    /// Whether images must have it.
    pub on_images: bool,
    /// Whether services must have it.
    pub on_services: bool,
    /// Whether networks must have it.
    pub on_networks: bool,
}

/// `oci`, a table of patterns, or a list of names and tables.
#[derive(Clone, Debug, Default)]
pub struct RequiredLabels(pub Vec<RequiredLabel>);

impl RequiredLabel {
    /// Whether a value is as required.
    pub fn accepts(&self, value: &str) -> bool {
        self.kind.is_none_or(|kind| kind.accepts(value))
            && self.pattern.as_ref().is_none_or(|pattern| pattern.matches(value))
    }
}

impl<'de> Deserialize<'de> for RequiredLabels {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<RequiredLabels, D::Error> {
        let all = from.deserialize_any(All)?;
        if all.len() > LABELS {
            return Err(D::Error::custom(format_args!("at most {LABELS} labels can be required")));
        }
        Ok(RequiredLabels(all))
    }
}

struct All;

impl<'de> Visitor<'de> for All {
    type Value = Vec<RequiredLabel>;

    fn expecting(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        to.write_str("`oci`, a list of names and tables, or a table of patterns")
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Self::Value, E> {
        let unknown = || E::custom(format_args!("`{text}` is not a set of labels: expected `{PRESET}`"));
        (text == PRESET).then(|| preset().collect()).ok_or_else(unknown)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut all = Vec::new();
        while let Some((key, pattern)) = map.next_entry::<String, String>()? {
            all.push(Row { pattern, ..Row::of(key) }.read()?);
        }
        Ok(all)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Self::Value, A::Error> {
        let mut all = Vec::new();
        while let Some(Items(items)) = list.next_element()? {
            all.extend(items);
        }
        Ok(all)
    }
}

/// An item of a list: a name, a table with one, or all labels of the preset.
struct Items(Vec<RequiredLabel>);

impl<'de> Deserialize<'de> for Items {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Items, D::Error> {
        from.deserialize_any(Item).map(Items)
    }
}

struct Item;

impl<'de> Visitor<'de> for Item {
    type Value = Vec<RequiredLabel>;

    fn expecting(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        to.write_str("a name or a table")
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Self::Value, E> {
        if text == PRESET { All.visit_str(text) } else { Ok(vec![Row::of(text.to_owned()).read()?]) }
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Self::Value, A::Error> {
        Ok(vec![Row::deserialize(MapAccessDeserializer::new(map))?.read()?])
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
    r#type: String,
    #[serde(default)]
    on: On,
}

#[derive(Clone, Copy, Default, Deserialize, PartialEq)]
#[serde(rename_all = "kebab-case")]
enum On {
    #[default]
    Image,
    Service,
    Both,
    Network,
}

impl Row {
    fn of(key: String) -> Row {
        Row { key, pattern: String::new(), r#type: String::new(), on: On::Image }
    }

    fn read<E: Error>(self) -> Result<RequiredLabel, E> {
        let pattern = Some(self.pattern).filter(|pattern| !pattern.is_empty());
        let pattern = pattern.map(TextPattern::try_from).transpose().map_err(E::custom)?;
        let kind = Some(&*self.r#type).filter(|kind| !kind.is_empty());
        let kind = kind.map(|kind| LabelType::deserialize(StrDeserializer::new(kind))).transpose()?;
        Ok(RequiredLabel {
            key: self.key,
            pattern,
            kind,
            on_images: matches!(self.on, On::Image | On::Both),
            on_services: matches!(self.on, On::Service | On::Both),
            on_networks: self.on == On::Network,
        })
    }
}

/// The labels of the preset.
fn preset() -> impl Iterator<Item = RequiredLabel> {
    OCI.into_iter().map(|(key, kind)| RequiredLabel {
        key: key.to_owned(),
        pattern: None,
        kind: Some(kind),
        on_images: true,
        on_services: false,
        on_networks: false,
    })
}
