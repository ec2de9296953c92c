//! Processor time is limited, and the limit is known.

use plimsoll_linter::{Evidence, Proof, Subject};

use crate::evidence::{container, either, limit};

pub(crate) fn proof(subject: &Subject, _: &Evidence) -> Proof {
    either(container(subject).and_then(|container| {
        let service = container.service;
        let limits = service.deploy.as_ref().and_then(|deploy| deploy.limits.as_ref());
        let written = service.cpus.as_ref().or_else(|| limits?.cpus.as_ref());
        limit(&container, written, "the number of CPUs")
    }))
}
