//! No forbidden key is set, and no variable can set a forbidden value.

use plimsoll_linter::prelude::*;
use plimsoll_linter::{Evidence, KeyMatch, KeyPath, KeyPaths, Proof, Subject};
use serde::Deserialize;

use crate::evidence::{all_is_here, container, declared, either};

#[derive(Default, Deserialize)]
#[serde(default)]
struct Keys {
    forbid: KeyPaths,
}

pub(crate) fn proof(subject: &Subject, evidence: &Evidence) -> Proof {
    either(judge(subject, evidence))
}

fn judge(subject: &Subject, evidence: &Evidence) -> Result<Proof, Proof> {
    let container = container(subject)?;
    let all = declared::<Keys>(subject, evidence, "keys")?;
    all_is_here(&container)?;
    let service = container.service;
    if container.line().is_some() {
        return Err(Proof::Unknown(subject.span(), "a command line has no keys".to_owned()));
    }
    for path in all.iter().flat_map(|keys| &keys.forbid.0) {
        match find(path, &container) {
            None => {}
            Some(KeyMatch::Here(place)) => {
                return Err(Proof::Unknown(place, format!("`{}` is not allowed", path.text)));
            }
            Some(KeyMatch::Hidden(place)) => return Err(Proof::of_variable(place)),
        }
    }
    Ok(Proof::Proved(service.name.span, "no forbidden key is set".to_owned()))
}

/// What a path leads to in a service, or in the networks and volumes that it uses.
fn find(path: &KeyPath, container: &Container) -> Option<KeyMatch> {
    let service = container.service;
    let mut found = path.find_in("services", &service.name, &service.fields.entries);
    for network in container.networks().into_iter().filter_map(|network| network.declared) {
        found.extend(path.find_in("networks", &network.key, &network.fields.entries));
    }
    let names = service.volumes.iter().filter_map(|mount| mount.source.as_ref());
    for volume in names.filter_map(|name| container.app.volume_named(&name.value)) {
        found.extend(path.find_in("volumes", &volume.key, &volume.fields.entries));
    }
    found.into_iter().next()
}
