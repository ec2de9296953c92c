//! Every namespace is the container's own.

use plimsoll_linter::prelude::*;
use plimsoll_linter::{Evidence, Proof, Subject};

use crate::evidence::{all_is_here, container, either, known};

const KEYS: [&str; 6] = ["pid", "ipc", "uts", "userns_mode", "cgroup", "network_mode"];

/// How many services may share a namespace in a row.
const MOST_STEPS: usize = 8;

pub(crate) fn proof(subject: &Subject, _: &Evidence) -> Proof {
    either(container(subject).and_then(|container| judge(&container)))
}

fn judge(container: &Container) -> Result<Proof, Proof> {
    own_namespaces(container.app, container.service)?;
    let owner = container.app.network_owner(container.service);
    let owner = owner.and_then(|owner| container.project.container_named(&owner.name.value));
    if let Some(network) = owner.as_ref().unwrap_or(container).host_network() {
        return Err(Proof::Unknown(network.span, "this is the host's network".to_owned()));
    }
    all_is_here(container)?;
    Ok(Proof::Proved(container.service.name.span, "no host namespace is requested".to_owned()))
}

/// No namespace of a service, or of those that it shares one with, is the host's or unknown.
fn own_namespaces(app: &ComposeApp, service: &compose::Service) -> Result<(), Proof> {
    for key in KEYS {
        let Some(scalar) = service.get(key).and_then(compose::yaml::Yaml::as_scalar) else { continue };
        let mut mode = known(scalar)?;
        let unknown = |mode: &str| {
            Err(Proof::Unknown(scalar.span, format!("the namespace is shared through `{mode}`")))
        };
        // Nobody writes longer chains.
        for _ in 0..MOST_STEPS {
            let Some(owner) = mode.strip_prefix("service:").and_then(|name| app.service_named(name)) else {
                break;
            };
            if owner.extends.is_some() || !app.says_all_of(owner) {
                return unknown(&mode);
            }
            mode = match owner.get(key).and_then(compose::yaml::Yaml::as_scalar) {
                Some(scalar) => known(scalar).or_else(|_| unknown(&mode).map(|()| String::new()))?,
                None => String::new(),
            };
        }
        let written = known(scalar)?;
        if mode == "host" && written != mode {
            let rule = if key == "pid" { "host-pid" } else { "host-namespace" };
            let why = format!("`{written}` shares the namespace of the host");
            return Err(Proof::Refuted(scalar.span, why, rule));
        }
        if mode == "host" || mode.starts_with("container:") || mode.starts_with("service:") {
            return unknown(&written);
        }
    }
    Ok(())
}
