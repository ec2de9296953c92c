//! The networks of a service, and those a file declares.

use plimsoll_diagnostics::Span;

use super::{External, Typed};
use crate::yaml::{Mapping, Scalar};

/// A network that a service joins: an item of its `networks`.
#[derive(Clone, Debug, PartialEq)]
pub struct ServiceNetwork<'s> {
    /// Its name in this file.
    pub name: Scalar<'s>,
    /// `aliases`
    pub aliases: Vec<Scalar<'s>>,
    /// `ipv4_address`
    pub ipv4_address: Option<Scalar<'s>>,
    /// `ipv6_address`
    pub ipv6_address: Option<Scalar<'s>>,
    /// The item.
    pub span: Span,
}

/// A network that a file declares: an entry of the top-level `networks`.
#[derive(Clone, Debug, PartialEq)]
pub struct Network<'s> {
    /// Its name in this file.
    pub key: Scalar<'s>,
    /// `name`: what the engine calls it.
    pub name: Option<Scalar<'s>>,
    /// `driver`
    pub driver: Option<Scalar<'s>>,
    /// `external`: it exists already.
    pub external: Option<External<'s>>,
    /// `internal`: no way out.
    pub internal: Option<Typed<'s, bool>>,
    /// `attachable`
    pub attachable: Option<Typed<'s, bool>>,
    /// Everything that is written.
    pub fields: Mapping<'s>,
    /// From its name to its end.
    pub span: Span,
}
