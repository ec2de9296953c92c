//! What lies over which path of a container.

use std::borrow::Cow;

use plimsoll_compose::Mount;

use crate::{Container, path, resolve};

impl<'p> Container<'p> {
    /// What it mounts, each with the path in the container, where that is known.
    pub fn mounted(&self) -> impl Iterator<Item = (&'p Mount<'p>, Cow<'p, str>)> + use<'p> {
        self.service.volumes.iter().filter_map(|mount| {
            let target = resolve(mount.target.as_ref()?).get()?;
            Some((mount, Cow::Owned(path::clean(&target))))
        })
    }

    /// What decides the content of a path: the mount with the longest path that is the same or around it.
    pub fn mount_over(&self, path: &str) -> Option<(&'p Mount<'p>, Cow<'p, str>)> {
        self.mounted().filter(|(_, target)| is_inside(path, target)).max_by_key(|(_, target)| target.len())
    }

    /// Whether something may be mounted that is not known.
    pub fn has_open_mounts(&self) -> bool {
        let is_known =
            |mount: &Mount<'_>| mount.target.as_ref().is_some_and(|target| resolve(target).is_known());
        !self.service.volumes_from.is_empty() || !self.service.volumes.iter().all(is_known)
    }

    /// Whether memory, a volume or a folder is mounted at a path, around it or inside of it.
    pub fn is_mounted_near(&self, path: &str) -> bool {
        let memory = self.service.tmpfs.iter().map(|item| {
            let target = item.value.split(':').next().unwrap_or_default();
            Cow::Owned(path::clean(target))
        });
        let targets = self.mounted().map(|(_, target)| target).chain(memory);
        targets.into_iter().any(|target: Cow<'_, str>| is_inside(path, &target) || is_inside(&target, path))
    }
}

/// Whether a path is that of a folder, or lies in it.
fn is_inside(path: &str, folder: &str) -> bool {
    let folder = folder.trim_end_matches('/');
    path.strip_prefix(folder).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}
