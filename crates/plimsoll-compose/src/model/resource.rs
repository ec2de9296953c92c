//! What a file declares for its services beside networks: volumes, secrets, configs, models.

use plimsoll_diagnostics::Span;

use super::Typed;
use crate::yaml::{Mapping, Scalar};

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
