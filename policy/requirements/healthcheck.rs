//! A health check is known, and is on.

use plimsoll_linter::prelude::*;
use plimsoll_linter::{Evidence, Proof, Subject};

use project::hardening::is_job;

use crate::evidence::{container, either};

pub(crate) fn proof(subject: &Subject, _: &Evidence) -> Proof {
    either(container(subject).map(|container| judge(&container)))
}

fn judge(container: &Container) -> Proof {
    let place = container.service.name.span;
    match container.healthcheck() {
        Value::Known { value, set_at } if value.is_enabled() => {
            Proof::Proved(set_at, "a health check is set".to_owned())
        }
        Value::Known { set_at, .. } => Proof::Unknown(set_at, "the health check is disabled".to_owned()),
        _ if is_job(container) => Proof::NotApplicable("the container exits on its own".to_owned()),
        Value::Unset => Proof::Unknown(place, "there is no health check".to_owned()),
        Value::Unknown { because } => {
            Proof::Unknown(because, "it is unknown whether the image has a health check".to_owned())
        }
    }
}
