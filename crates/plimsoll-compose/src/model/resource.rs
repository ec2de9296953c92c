//! What a file declares for its services beside networks: volumes, secrets, configs, models.

use plimsoll_diagnostics::Span;

use super::{Typed, read};
use crate::yaml::{Entry, Mapping, Scalar, Yaml};

/// `external`: the thing exists already and is not made.
#[derive(Clone, Debug, PartialEq)]
pub struct External<'s> {
    /// Whether it is; `None` when a variable decides.
    pub value: Option<bool>,
    /// The name in the obsolete form `external: { name: … }`.
    pub name: Option<Scalar<'s>>,
    /// The value.
    pub span: Span,
}

/// A volume that a file declares.
#[derive(Clone, Debug, PartialEq)]
pub struct Volume<'s> {
    /// Its name in this file.
    pub key: Scalar<'s>,
    /// `name`: what the engine calls it.
    pub name: Option<Scalar<'s>>,
    /// `driver`
    pub driver: Option<Scalar<'s>>,
    /// `external`: it exists already.
    pub external: Option<External<'s>>,
    /// Everything that is written.
    pub fields: Mapping<'s>,
    /// From its name to its end.
    pub span: Span,
}

/// A secret or a config that a file declares. Exactly one of its sources should be given.
#[derive(Clone, Debug, PartialEq)]
pub struct Content<'s> {
    /// Its name in this file.
    pub key: Scalar<'s>,
    /// `name`: what the engine calls it.
    pub name: Option<Scalar<'s>>,
    /// `file`: it is the content of this file.
    pub file: Option<Scalar<'s>>,
    /// `environment`: it is the value of this variable.
    pub environment: Option<Scalar<'s>>,
    /// `content`: it is this text. Configs only.
    pub content: Option<Scalar<'s>>,
    /// `external`: it exists already.
    pub external: Option<External<'s>>,
    /// Everything that is written.
    pub fields: Mapping<'s>,
    /// From its name to its end.
    pub span: Span,
}

/// A secret or a config that a service or a build is given: an item of its `secrets` or `configs`.
#[derive(Clone, Debug, PartialEq)]
pub struct Grant<'s> {
    /// Which one.
    pub source: Option<Scalar<'s>>,
    /// Where the container finds it.
    pub target: Option<Scalar<'s>>,
    /// `uid`
    pub uid: Option<Scalar<'s>>,
    /// `gid`
    pub gid: Option<Scalar<'s>>,
    /// `mode`
    pub mode: Option<Typed<'s, i64>>,
    /// The item.
    pub span: Span,
}

/// A language model that a file declares.
#[derive(Clone, Debug, PartialEq)]
pub struct Model<'s> {
    /// Its name in this file.
    pub key: Scalar<'s>,
    /// `model`: where it comes from.
    pub model: Option<Scalar<'s>>,
    /// Everything that is written.
    pub fields: Mapping<'s>,
    /// From its name to its end.
    pub span: Span,
}

impl<'s> External<'s> {
    pub(super) fn read(yaml: Option<&Yaml<'s>>) -> Option<External<'s>> {
        let yaml = yaml?;
        if yaml.as_mapping().is_some() {
            let name = read::scalar(yaml.get("name"));
            return Some(External { value: Some(true), name, span: yaml.span });
        }
        let flag = read::boolean(Some(yaml))?;
        Some(External { value: flag.value, name: None, span: yaml.span })
    }
}

impl<'s> Volume<'s> {
    pub(super) fn read(entry: &Entry<'s>) -> Volume<'s> {
        let get = |key: &str| entry.value.get(key);
        Volume {
            key: entry.key.clone(),
            name: read::scalar(get("name")),
            driver: read::scalar(get("driver")),
            external: External::read(get("external")),
            fields: read::fields(&entry.value),
            span: entry.span(),
        }
    }
}

impl<'s> Content<'s> {
    pub(super) fn read(entry: &Entry<'s>) -> Content<'s> {
        let get = |key: &str| entry.value.get(key);
        Content {
            key: entry.key.clone(),
            name: read::scalar(get("name")),
            file: read::scalar(get("file")),
            environment: read::scalar(get("environment")),
            content: read::scalar(get("content")),
            external: External::read(get("external")),
            fields: read::fields(&entry.value),
            span: entry.span(),
        }
    }
}

impl<'s> Grant<'s> {
    pub(super) fn read_all(yaml: Option<&Yaml<'s>>) -> Vec<Grant<'s>> {
        let read = |item: &Yaml<'s>| Grant {
            source: read::scalar(Some(item)).or_else(|| read::scalar(item.get("source"))),
            target: read::scalar(item.get("target")),
            uid: read::scalar(item.get("uid")),
            gid: read::scalar(item.get("gid")),
            mode: read::integer(item.get("mode")),
            span: item.span,
        };
        read::items(yaml).iter().map(read).collect()
    }
}

impl<'s> Model<'s> {
    pub(super) fn read(entry: &Entry<'s>) -> Model<'s> {
        Model {
            key: entry.key.clone(),
            model: read::scalar(entry.value.get("model")),
            fields: read::fields(&entry.value),
            span: entry.span(),
        }
    }
}
