//! What is mounted are volumes, and files of the project.

use plimsoll_linter::prelude::*;
use plimsoll_linter::{Evidence, Proof, Subject};

use compose::MountKind;

use crate::evidence::{all_is_here, container, either, known};

pub(crate) fn proof(subject: &Subject, _: &Evidence) -> Proof {
    either(container(subject).and_then(|container| judge(&container)))
}

fn judge(container: &Container) -> Result<Proof, Proof> {
    let service = container.service;
    for mount in &service.volumes {
        let Some(source) = &mount.source else { continue };
        let path = known(source)?;
        let is_below = path.starts_with("./") && !path.contains("..");
        if mount.kind == MountKind::Bind && !is_below {
            let why = format!("it is unknown what is at `{path}` on the host");
            return Err(Proof::Unknown(source.span, why));
        }
    }
    if let Some(device) = service.devices.first() {
        return Err(Proof::Unknown(device.span, "it is unknown what the device gives access to".to_owned()));
    }
    if let Some(from) = service.volumes_from.first() {
        return Err(Proof::Unknown(from.span, "the container uses another container's mounts".to_owned()));
    }
    all_is_here(container)?;
    Ok(Proof::Proved(service.key_span("volumes"), "only volumes and project files are mounted".to_owned()))
}
