//! What images write when they start, as far as that is known.

use crate::Container;

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
    let covers = |folder: &str, needed: &str| {
        needed.strip_prefix(folder).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    };
    let is_missing = |needed: &&str| !is_open && !writable.iter().any(|folder| covers(folder, needed));
    known.written_paths().filter(is_missing).collect()
}

/// A path without the options behind it; `/var/run` is `/run`.
fn path(target: &str) -> &str {
    let path = target.split(':').next().unwrap_or(target).trim_end_matches('/');
    path.strip_prefix("/var").filter(|rest| *rest == "/run" || rest.starts_with("/run/")).unwrap_or(path)
}
