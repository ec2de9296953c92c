//! It is restarted a few times at most.

use plimsoll_linter::prelude::*;
use plimsoll_linter::{Evidence, Proof, Subject};

use compose::Restart;

use crate::evidence::{all_is_here, container, either, known};

/// CIS Docker Benchmark, 5.15.
const MOST: u64 = 5;

pub(crate) fn proof(subject: &Subject, _: &Evidence) -> Proof {
    either(container(subject).and_then(|container| judge(&container)))
}

fn judge(container: &Container) -> Result<Proof, Proof> {
    let service = container.service;
    if let Some(policy) = service.fields.at(&["deploy", "restart_policy"]) {
        return Err(Proof::Unknown(policy.key.span, "only Swarm uses this setting".to_owned()));
    }
    // Swarm restarts whatever does not say otherwise.
    let of_swarm = ["mode", "replicas"].into_iter().find_map(|key| service.fields.at(&["deploy", key]));
    if let Some(of_swarm) = of_swarm.filter(|_| service.restart.is_none()) {
        let why = "in Swarm, the container is restarted without a limit";
        return Err(Proof::Unknown(of_swarm.key.span, why.to_owned()));
    }
    let Some(restart) = &service.restart else {
        all_is_here(container)?;
        return Ok(Proof::Proved(service.name.span, "the container is not restarted".to_owned()));
    };
    known(restart)?;
    match Restart::of(restart) {
        Restart::No => Ok(Proof::Proved(restart.span, "the container is not restarted".to_owned())),
        Restart::OnFailure { attempts: Some(count) }
            if count.trim().parse::<u64>().is_ok_and(|count| (1..=MOST).contains(&count)) =>
        {
            Ok(Proof::Proved(
                restart.span,
                format!("the container is restarted at most {} times", count.trim()),
            ))
        }
        _ => Err(Proof::Unknown(restart.span, "the container is restarted without a limit".to_owned())),
    }
}
