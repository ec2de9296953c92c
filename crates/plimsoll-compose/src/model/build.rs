//! How the image of a service is built.

use plimsoll_diagnostics::Span;

use super::{Grant, Pair, Syntax, Typed};
use crate::yaml::Scalar;

/// `build` (Compose Build Specification).
#[derive(Clone, Debug, PartialEq)]
pub struct Build<'s> {
    /// A context alone, or a mapping.
    pub syntax: Syntax,
    /// `additional_contexts`
    pub additional_contexts: Vec<Pair<'s>>,
    /// `args`
    pub args: Vec<Pair<'s>>,
    /// `cache_from`
    pub cache_from: Vec<Scalar<'s>>,
    /// `cache_to`
    pub cache_to: Vec<Scalar<'s>>,
    /// `context`, or the string; `.` when it is left out.
    pub context: Option<Scalar<'s>>,
    /// `dockerfile`, relative to the context
    pub dockerfile: Option<Scalar<'s>>,
    /// `dockerfile_inline`
    pub dockerfile_inline: Option<Scalar<'s>>,
    /// `entitlements`
    pub entitlements: Vec<Scalar<'s>>,
    /// `extra_hosts`
    pub extra_hosts: Vec<Pair<'s>>,
    /// `labels`
    pub labels: Vec<Pair<'s>>,
    /// `network`
    pub network: Option<Scalar<'s>>,
    /// `no_cache`
    pub no_cache: Option<Typed<'s, bool>>,
    /// `platforms`
    pub platforms: Vec<Scalar<'s>>,
    /// `privileged`
    pub privileged: Option<Typed<'s, bool>>,
    /// `pull`
    pub pull: Option<Typed<'s, bool>>,
    /// `secrets`
    pub secrets: Vec<Grant<'s>>,
    /// `shm_size`
    pub shm_size: Option<Scalar<'s>>,
    /// `ssh`
    pub ssh: Vec<Pair<'s>>,
    /// `tags`
    pub tags: Vec<Scalar<'s>>,
    /// `target`: the stage to build
    pub target: Option<Scalar<'s>>,
    /// The value of `build`.
    pub span: Span,
}
