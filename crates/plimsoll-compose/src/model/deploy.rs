//! How many containers a service gets, and what they may use.

use plimsoll_diagnostics::Span;

use super::{Pair, Typed};
use crate::yaml::Scalar;

/// `deploy` (Compose Deploy Specification).
#[derive(Clone, Debug, PartialEq)]
pub struct Deploy<'s> {
    /// `mode`
    pub mode: Option<Scalar<'s>>,
    /// `replicas`
    pub replicas: Option<Typed<'s, i64>>,
    /// `labels`, of the service, not of its containers
    pub labels: Vec<Pair<'s>>,
    /// `resources.limits`
    pub limits: Option<Resources<'s>>,
    /// `resources.reservations`
    pub reservations: Option<Resources<'s>>,
    /// `restart_policy.condition`
    pub restart_condition: Option<Scalar<'s>>,
    /// The value of `deploy`.
    pub span: Span,
}

/// What a container may use, or what is kept for it.
#[derive(Clone, Debug, PartialEq)]
pub struct Resources<'s> {
    /// `cpus`
    pub cpus: Option<Scalar<'s>>,
    /// `memory`
    pub memory: Option<Scalar<'s>>,
    /// `pids`
    pub pids: Option<Typed<'s, i64>>,
    /// The mapping.
    pub span: Span,
}
