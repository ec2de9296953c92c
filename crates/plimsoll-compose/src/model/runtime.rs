//! Smaller parts of a service: environment files, logging, limits, devices.

use plimsoll_diagnostics::Span;

use super::{Pair, Syntax, Typed};
use crate::yaml::Scalar;

/// An item of `env_file`.
#[derive(Clone, Debug, PartialEq)]
pub struct EnvFile<'s> {
    /// A path alone, or a mapping.
    pub syntax: Syntax,
    /// The file.
    pub path: Option<Scalar<'s>>,
    /// `required`; true when left out.
    pub required: Option<Typed<'s, bool>>,
    /// `format`
    pub format: Option<Scalar<'s>>,
    /// The item.
    pub span: Span,
}

/// `logging`
#[derive(Clone, Debug, PartialEq)]
pub struct Logging<'s> {
    /// `driver`
    pub driver: Option<Scalar<'s>>,
    /// `options`
    pub options: Vec<Pair<'s>>,
    /// The value of `logging`.
    pub span: Span,
}

/// An entry of `ulimits`.
#[derive(Clone, Debug, PartialEq)]
pub struct Ulimit<'s> {
    /// Which one, `nofile`.
    pub name: Scalar<'s>,
    /// `soft`, or the one number.
    pub soft: Option<Typed<'s, i64>>,
    /// `hard`, or the one number.
    pub hard: Option<Typed<'s, i64>>,
    /// The entry.
    pub span: Span,
}

/// An item of `devices`: `SOURCE[:TARGET[:PERMISSIONS]]`, or a mapping.
#[derive(Clone, Debug, PartialEq)]
pub struct Device<'s> {
    /// A string or a mapping.
    pub syntax: Syntax,
    /// The device of the host.
    pub source: Option<Scalar<'s>>,
    /// The device in the container.
    pub target: Option<Scalar<'s>>,
    /// `r`, `w`, `m`
    pub permissions: Option<Scalar<'s>>,
    /// The item.
    pub span: Span,
}
