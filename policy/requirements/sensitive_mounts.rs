//! What is mounted are volumes, and files of the project.

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
        let Some((path, place)) = host_path(container, mount)? else { continue };
        if !path.starts_with("./") || path.contains("..") {
            let why = format!("it is unknown what is at `{path}` on the host");
            return Err(Proof::Unknown(place, why));
        }
        mount.source.as_ref().map_or(Ok(()), |source| stays_in_project(container, source))?;
    }
    for (granted, file) in container.granted_files() {
        let path = known(file)?;
        if let Some(sensitive) = host_paths::sensitive(file).filter(|sensitive| sensitive.is_secret) {
            let why = format!("host path `{}` is mounted as a config or secret", sensitive.path);
            return Err(Proof::Refuted(granted, why, "sensitive-host-path"));
        }
        is_no_socket(granted, file)?;
        if path.starts_with(['/', '~']) || path.contains("..") {
            let why = format!("it is unknown what is at `{path}` on the host");
            return Err(Proof::Unknown(file.span, why));
        }
        stays_in_project(container, file)?;
    }
    if let Some(device) = service.devices.first() {
        return Err(Proof::Unknown(device.span, "it is unknown what the device gives access to".to_owned()));
    }
    if let Some(from) = service.volumes_from.first() {
        return Err(Proof::Unknown(from.span, "the container uses another container's mounts".to_owned()));
    }
    all_is_here(container)?;
    let why = if service.volumes.is_empty() {
        "no volume or host path is mounted"
    } else {
        "only volumes and project files are mounted"
    };
    Ok(Proof::Proved(service.key_span("volumes"), why.to_owned()))
}
