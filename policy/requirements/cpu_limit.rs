//! Processor time is limited, and the limit is known.

use compose::yaml::Scalar;
use plimsoll_linter::prelude::*;
use plimsoll_linter::{Evidence, Proof, Subject};

use crate::evidence::{all_is_here, container, either, known, limit};

pub(crate) fn proof(subject: &Subject, _: &Evidence) -> Proof {
    either(container(subject).and_then(|container| {
        let service = container.service;
        let other = ["cpuset", "cpu_quota"].into_iter().find_map(|key| service.get(key)?.as_scalar());
        let limits = service.deploy.as_ref().and_then(|deploy| deploy.limits.as_ref());
        let written = service.cpus.as_ref().or_else(|| limits?.cpus.as_ref());
        match other.filter(|_| written.is_none()) {
            Some(other) => other_limit(&container, other),
            None => limit(&container, written, "the number of CPUs"),
        }
    }))
}

/// `cpuset` names CPUs, and `cpu_quota` gives a part of the time of one.
fn other_limit(container: &Container, other: &Scalar) -> Result<Proof, Proof> {
    all_is_here(container)?;
    let value = known(other)?;
    let sets_none = value.is_empty() || value.parse::<i64>().is_ok_and(|quota| quota < 0);
    let is_quota = container.service.has("cpu_quota") && !container.service.has("cpuset");
    if sets_none || is_quota && value == "0" {
        return Err(Proof::Unknown(other.span, format!("`{value}` sets no limit")));
    }
    Ok(Proof::Proved(other.span, "CPU time is limited here".to_owned()))
}
