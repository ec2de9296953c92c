//! A health check is known, and runs as often as was declared.

use plimsoll_linter::prelude::*;
use plimsoll_linter::{Evidence, Proof, Subject};
use project::hardening::{ends, is_job};
use serde::Deserialize;

use crate::evidence::{all_is_here, container, declared, either};

#[derive(Default, Deserialize)]
#[serde(default, rename_all = "kebab-case")]
struct Healthcheck {
    required_for: Option<String>,
    max_interval: Option<String>,
}

impl Healthcheck {
    fn is_required(&self, container: &Container) -> bool {
        match self.required_for.as_deref() {
            Some("published") => !container.published().is_empty(),
            required => required.is_some(),
        }
    }
}

pub(crate) fn proof(subject: &Subject, evidence: &Evidence) -> Proof {
    either(judge(subject, evidence))
}

fn judge(subject: &Subject, evidence: &Evidence) -> Result<Proof, Proof> {
    let container = container(subject)?;
    let all = declared::<Healthcheck>(subject, evidence, "health checks")?;
    all_is_here(&container)?;
    let unknown = |place: Span, why: &str| Proof::Unknown(place, why.to_owned());
    let place = container.service.name.span;
    let (is_on, set_at) = match container.healthcheck() {
        Value::Known { value, set_at } => (value.is_enabled(), set_at),
        Value::Unset => (false, place),
        Value::Unknown { because } => {
            return Err(unknown(because, "it is unknown whether the image has a health check"));
        }
    };
    if !is_on {
        return Err(match &container {
            it if !all.iter().any(|one| one.is_required(it)) => {
                Proof::NotApplicable("no health check is required here".to_owned())
            }
            it if ends(it) => Proof::NotApplicable("the container exits on its own".to_owned()),
            it if is_job(it) => {
                unknown(place, "the files do not show whether this container exits on its own")
            }
            _ => unknown(set_at, "there is no health check"),
        });
    }
    let most = all.iter().filter_map(|one| one.max_interval.as_deref());
    let most = most.filter_map(compose::duration_seconds).min_by(f64::total_cmp);
    match (most, container.check_interval()) {
        (None, _) => Ok(Proof::Proved(set_at, "a health check is set".to_owned())),
        (Some(most), Value::Known { value, set_at }) if value <= most => {
            Ok(Proof::Proved(set_at, format!("the health check runs every {value} s")))
        }
        (_, Value::Unknown { because: place } | Value::Known { set_at: place, .. }) => {
            Err(unknown(place, "it is unknown how often the health check runs"))
        }
        (_, Value::Unset) => Err(unknown(set_at, "it is unknown how often the health check runs")),
    }
}
