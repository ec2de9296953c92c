//! How many containers a service gets, and what they may use.

use plimsoll_diagnostics::Span;

use super::{Pair, Typed, read};
use crate::yaml::{Scalar, Yaml};

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

impl<'s> Deploy<'s> {
    pub(super) fn read(yaml: &Yaml<'s>) -> Option<Deploy<'s>> {
        let mapping = yaml.as_mapping()?;
        let at = |path: &[&str]| mapping.at(path).map(|entry| &entry.value);
        Some(Deploy {
            mode: read::scalar(at(&["mode"])),
            replicas: read::integer(at(&["replicas"])),
            labels: read::pairs(at(&["labels"]), &['=']),
            limits: at(&["resources", "limits"]).and_then(Resources::read),
            reservations: at(&["resources", "reservations"]).and_then(Resources::read),
            restart_condition: read::scalar(at(&["restart_policy", "condition"])),
            span: yaml.span,
        })
    }
}

impl<'s> Resources<'s> {
    fn read(yaml: &Yaml<'s>) -> Option<Resources<'s>> {
        yaml.as_mapping()?;
        Some(Resources {
            cpus: read::scalar(yaml.get("cpus")),
            memory: read::scalar(yaml.get("memory")),
            pids: read::integer(yaml.get("pids")),
            span: yaml.span,
        })
    }
}
