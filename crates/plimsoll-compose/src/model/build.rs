//! How the image of a service is built.

use plimsoll_diagnostics::Span;

use super::{Grant, Pair, Syntax, Typed, read};
use crate::yaml::{Scalar, Yaml};

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

impl<'s> Build<'s> {
    pub(super) fn read(yaml: &Yaml<'s>) -> Option<Build<'s>> {
        let short = read::scalar(Some(yaml));
        if short.is_none() && yaml.as_mapping().is_none() {
            return None;
        }
        let get = |key: &str| yaml.get(key);
        Some(Build {
            syntax: if short.is_some() { Syntax::Short } else { Syntax::Long },
            additional_contexts: read::pairs(get("additional_contexts"), &['=']),
            args: read::pairs(get("args"), &['=']),
            cache_from: read::scalars(get("cache_from")),
            cache_to: read::scalars(get("cache_to")),
            context: short.or_else(|| read::scalar(get("context"))),
            dockerfile: read::scalar(get("dockerfile")),
            dockerfile_inline: read::scalar(get("dockerfile_inline")),
            entitlements: read::scalars(get("entitlements")),
            extra_hosts: read::pairs(get("extra_hosts"), &['=', ':']),
            labels: read::pairs(get("labels"), &['=']),
            network: read::scalar(get("network")),
            no_cache: read::boolean(get("no_cache")),
            platforms: read::scalars(get("platforms")),
            privileged: read::boolean(get("privileged")),
            pull: read::boolean(get("pull")),
            secrets: Grant::read_all(get("secrets")),
            shm_size: read::scalar(get("shm_size")),
            ssh: read::pairs(get("ssh"), &['=']),
            tags: read::scalars(get("tags")),
            target: read::scalar(get("target")),
            span: yaml.span,
        })
    }
}
