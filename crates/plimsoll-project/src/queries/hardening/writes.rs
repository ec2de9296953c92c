//! What images write when they start, as far as that is known.

use plimsoll_compose as compose;

use crate::{Container, ImageName};

/// The paths that a container's image writes to when it starts and that nothing makes writable. To be asked of
/// read-only containers.
pub fn unwritable_paths<'p>(container: &Container<'p>) -> Vec<&'p str> {
    let service = container.service;
    let is_own = !container.is_built() && service.entrypoint.is_none() && service.extends.is_none();
    let known = container.known_image().filter(|_| is_own);
    let Some(known) = known else { return Vec::new() };
    let mounts = service.volumes.iter().filter(|mount| !mount.is_read_only());
    let targets = mounts.filter_map(|mount| mount.target.as_ref()).chain(&service.tmpfs);
    let writable: Vec<&str> = targets.map(|target| path(&target.value)).collect();
    // A variable may stand for any of them.
    let is_open = writable.iter().any(|path| path.contains('$')) || !service.volumes_from.is_empty();
    // A configuration of one's own may say other paths.
    let is_configured =
        |image: &ImageName| service.volumes.iter().any(|mount| configures(mount, image.short()));
    let is_open = is_open || container.image().get().is_some_and(is_configured);
    let covers = |folder: &str, needed: &str| {
        needed.strip_prefix(folder).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    };
    let is_missing = |needed: &&str| !is_open && !writable.iter().any(|folder| covers(folder, needed));
    known.written_paths().filter(is_missing).collect()
}

/// Whether a mount puts the main configuration of a program in place: `/etc/nginx/nginx.conf`, or its folder.
fn configures(mount: &compose::Mount<'_>, program: &str) -> bool {
    let target =
        mount.target.as_ref().and_then(|target| target.value.trim_end_matches('/').strip_prefix("/etc/"));
    let file = target.and_then(|path| path.rsplit('/').next());
    file.is_some_and(|file| file.split('.').next() == Some(program))
}

/// A path without the options behind it; `/var/run` is `/run`.
fn path(target: &str) -> &str {
    let path = target.split(':').next().unwrap_or(target).trim_end_matches('/');
    path.strip_prefix("/var").filter(|rest| *rest == "/run" || rest.starts_with("/run/")).unwrap_or(path)
}
