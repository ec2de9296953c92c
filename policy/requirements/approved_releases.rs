//! The tables know until when the releases of all images are supported, and none ended before the grace period.

use plimsoll_linter::{Evidence, Proof, Subject};
use serde::Deserialize;

use crate::evidence::{declared, of_releases};

#[derive(Default, Deserialize)]
#[serde(default, rename_all = "kebab-case")]
struct Supported {
    grace_days: u32,
}

pub(crate) fn proof(subject: &Subject, evidence: &Evidence) -> Proof {
    match declared::<Supported>(subject, evidence, "releases") {
        Ok(all) => {
            let grace = all.iter().map(|one| one.grace_days).min().unwrap_or_default();
            of_releases(subject, evidence.today, grace.into())
        }
        Err(unknown) => unknown,
    }
}
