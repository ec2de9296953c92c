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
        return of_deploy(policy);
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
        Restart::OnFailure { attempts: Some(count) } if is_few(count) => {
            Ok(Proof::Proved(restart.span, at_most(count)))
        }
        _ => Err(Proof::Unknown(restart.span, "the container is restarted without a limit".to_owned())),
    }
}

/// `deploy.restart_policy`, which Compose prefers to `restart`. Without a condition, Compose never restarts the container and
/// Swarm always does.
fn of_deploy(policy: &compose::yaml::Entry) -> Result<Proof, Proof> {
    let value = |key: &str| policy.value.get(key).and_then(compose::yaml::Yaml::as_scalar);
    let (condition, attempts) = (value("condition"), value("max_attempts"));
    for scalar in condition.iter().chain(&attempts) {
        known(scalar)?;
    }
    match (condition.map(|condition| &*condition.value), attempts) {
        (Some("none"), _) => Ok(Proof::Proved(policy.key.span, "the container is not restarted".to_owned())),
        (Some("on-failure"), Some(count)) if is_few(&count.value) => {
            Ok(Proof::Proved(count.span, at_most(&count.value)))
        }
        _ => Err(Proof::Unknown(
            policy.key.span,
            "the container might be restarted without a limit".to_owned(),
        )),
    }
}

fn is_few(count: &str) -> bool {
    count.trim().parse::<u64>().is_ok_and(|count| (1..=MOST).contains(&count))
}

fn at_most(count: &str) -> String {
    format!("the container is restarted at most {} times", count.trim())
}
