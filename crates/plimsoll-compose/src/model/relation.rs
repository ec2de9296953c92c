//! What ties a service to others: dependencies, inheritance, included files.

use plimsoll_diagnostics::Span;

use super::{Syntax, Typed};
use crate::yaml::Scalar;

/// An item of `depends_on`.
#[derive(Clone, Debug, PartialEq)]
pub struct DependsOn<'s> {
    /// In a list or as a mapping.
    pub syntax: Syntax,
    /// The service that is started first.
    pub service: Scalar<'s>,
    /// `condition`; a list means `service_started`.
    pub condition: Option<Scalar<'s>>,
    /// `restart`
    pub restart: Option<Typed<'s, bool>>,
    /// `required`
    pub required: Option<Typed<'s, bool>>,
    /// The item.
    pub span: Span,
}

/// `extends`
#[derive(Clone, Debug, PartialEq)]
pub struct Extends<'s> {
    /// A name alone, or a mapping.
    pub syntax: Syntax,
    /// The service that this one starts from.
    pub service: Option<Scalar<'s>>,
    /// The file it is in; this one when left out.
    pub file: Option<Scalar<'s>>,
    /// The value of `extends`.
    pub span: Span,
}

/// An item of the top-level `include`.
#[derive(Clone, Debug, PartialEq)]
pub struct Include<'s> {
    /// A path alone, or a mapping.
    pub syntax: Syntax,
    /// The files, of which the later override the earlier.
    pub paths: Vec<Scalar<'s>>,
    /// `project_directory`
    pub project_directory: Option<Scalar<'s>>,
    /// `env_file`
    pub env_files: Vec<Scalar<'s>>,
    /// The item.
    pub span: Span,
}
