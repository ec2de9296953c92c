//! Every namespace is the container's own.

use plimsoll_linter::prelude::*;
use plimsoll_linter::{Evidence, Proof, Subject};

use crate::evidence::{all_is_here, container, either, known};

const KEYS: [&str; 6] = ["pid", "ipc", "uts", "userns_mode", "cgroup", "network_mode"];

pub(crate) fn proof(subject: &Subject, _: &Evidence) -> Proof {
    either(container(subject).and_then(|container| judge(&container)))
}

fn judge(container: &Container) -> Result<Proof, Proof> {
    let service = container.service;
    for scalar in KEYS.into_iter().filter_map(|key| service.get(key)?.as_scalar()) {
        let mode = known(scalar)?;
        if mode == "host" || mode.starts_with("container:") || mode.starts_with("service:") {
            return Err(Proof::Unknown(scalar.span, format!("the namespace is shared through `{mode}`")));
        }
    }
    if let Some(network) = container.host_network() {
        return Err(Proof::Unknown(network.span, "this is the host's network".to_owned()));
    }
    all_is_here(container)?;
    Ok(Proof::Proved(service.name.span, "no host namespace is requested".to_owned()))
}
