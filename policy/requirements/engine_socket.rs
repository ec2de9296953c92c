//! Nothing of what is mounted is the socket of an engine.

use plimsoll_linter::prelude::*;
use plimsoll_linter::{Evidence, Proof, Subject};

use project::host_paths;

use crate::evidence::{all_is_here, container, either, host_path, is_no_socket, known, stays_in_project};

pub(crate) fn proof(subject: &Subject, _: &Evidence) -> Proof {
    either(container(subject).and_then(|container| judge(&container)))
}

fn judge(container: &Container) -> Result<Proof, Proof> {
    let service = container.service;
    for mount in &service.volumes {
        if host_paths::engine_socket(mount).is_some() {
            return Err(Proof::Unknown(mount.span, "this is an engine socket".to_owned()));
        }
        if let Some((path, place)) = host_path(container, mount)?
            && (path.ends_with(".sock") || host_paths::may_hold_sockets(&path))
        {
            return Err(Proof::Unknown(place, format!("an engine socket might be at `{path}`")));
        }
    }
    for source in service.volumes.iter().filter_map(|mount| mount.source.as_ref()) {
        stays_in_project(container, source)?;
    }
    for (granted, file) in container.granted_files() {
        let path = known(file)?;
        is_no_socket(granted, file)?;
        if path.ends_with(".sock") || host_paths::may_hold_sockets(&path) {
            return Err(Proof::Unknown(file.span, format!("an engine socket might be at `{path}`")));
        }
        stays_in_project(container, file)?;
    }
    if let Some(from) = service.volumes_from.first() {
        return Err(Proof::Unknown(from.span, "the container uses another container's mounts".to_owned()));
    }
    if let Some(api) = service.get("use_api_socket") {
        return Err(Proof::Unknown(api.span, "this can expose the socket to the container".to_owned()));
    }
    all_is_here(container)?;
    Ok(Proof::Proved(service.key_span("volumes"), "no engine socket is mounted".to_owned()))
}
