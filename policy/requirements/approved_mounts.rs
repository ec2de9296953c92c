//! Every path of the host that is mounted is known, and is as it was declared.

use plimsoll_linter::prelude::*;
use plimsoll_linter::{Evidence, MountedPaths, Proof, Subject};
use project::host_paths;

use crate::evidence::{all_is_here, container, declared, either, host_path};

pub(crate) fn proof(subject: &Subject, evidence: &Evidence) -> Proof {
    either(judge(subject, evidence))
}

fn judge(subject: &Subject, evidence: &Evidence) -> Result<Proof, Proof> {
    let container = container(subject)?;
    let all = declared::<MountedPaths>(subject, evidence, "mounts")?;
    all_is_here(&container)?;
    let service = container.service;
    for mount in &service.volumes {
        let Some((path, place)) = host_path(&container, mount)? else { continue };
        for mounts in all {
            judge_mount(mounts, &container, mount, &path).map_err(|why| Proof::Unknown(place, why))?;
        }
    }
    if let Some(from) = service.volumes_from.first() {
        return Err(Proof::Unknown(from.span, "the container uses another container's mounts".to_owned()));
    }
    Ok(Proof::Proved(service.key_span("volumes"), "every mounted path is approved".to_owned()))
}

fn judge_mount(
    paths: &MountedPaths,
    container: &Container,
    mount: &compose::Mount,
    path: &str,
) -> Result<(), String> {
    if paths.deny.find(path).is_some() {
        return Err(format!("`{path}` is forbidden"));
    }
    if paths.allow.as_ref().is_some_and(|allow| allow.find(path).is_none()) {
        return Err(format!("`{path}` is not approved"));
    }
    if paths.read_only.find(path).is_some() && !mount.is_read_only() {
        return Err(format!("`{path}` is not mounted read-only"));
    }
    let Some(sockets) = &paths.engine_socket else { return Ok(()) };
    let may_be_socket = path.ends_with(".sock")
        || host_paths::may_hold_sockets(path)
        || host_paths::engine_socket(mount).is_some();
    let is_approved =
        container.image().is_known_and(|image| image.is_named_in(|name| sockets.allow.has(name)));
    if may_be_socket && !is_approved {
        return Err(format!("an engine socket might be at `{path}`"));
    }
    Ok(())
}
