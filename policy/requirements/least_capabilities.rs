//! All capabilities are dropped, and what is added is known.

use plimsoll_linter::prelude::*;
use plimsoll_linter::{CapabilityNames, Evidence, Proof, Subject};
use serde::Deserialize;

use crate::evidence::{all_is_here, container, either, hooks_are_plain, is_off, known};

#[derive(Default, Deserialize)]
#[serde(default)]
struct Capabilities {
    allow: Option<CapabilityNames>,
    deny: CapabilityNames,
}

pub(crate) fn proof(subject: &Subject, evidence: &Evidence) -> Proof {
    either(container(subject).and_then(|container| judge(&container, evidence.options())))
}

fn judge(container: &Container, declared: &[Capabilities]) -> Result<Proof, Proof> {
    let service = container.service;
    all_is_here(container)?;
    is_off(service.privileged.as_ref())?;
    hooks_are_plain(container)?;
    let mut added = Vec::new();
    for capability in &service.cap_add {
        let name = known(capability)?;
        if declared.iter().any(|one| !one.approves(&name)) {
            return Err(Proof::Unknown(capability.span, format!("`{name}` is not approved")));
        }
        added.push(name);
    }
    for dropped in &service.cap_drop {
        let name = known(dropped)?.to_ascii_uppercase();
        if name == "ALL" || name == "CAP_ALL" {
            let added = if added.is_empty() {
                "and none is added".to_owned()
            } else {
                format!("with {} added", added.join(", "))
            };
            return Ok(Proof::Proved(dropped.span, format!("all capabilities are dropped, {added}")));
        }
    }
    Err(Proof::Unknown(service.key_span("cap_drop"), "not all capabilities are dropped".to_owned()))
}

impl Capabilities {
    fn approves(&self, name: &str) -> bool {
        !self.deny.has(name) && self.allow.as_ref().is_none_or(|allow| allow.has(name))
    }
}
