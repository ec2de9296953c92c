//! What lies over which path of a container.

use std::borrow::Cow;
use std::collections::HashMap;

use plimsoll_compose::yaml::Scalar;
use plimsoll_compose::{Content, Grant, Mount, MountKind};
use plimsoll_diagnostics::Span;
use plimsoll_dockerfile::Kind;

use crate::{Container, path, resolve};

/// How many paths of one VOLUME are looked at, for each service.
const MOST_PATHS: usize = 20;

impl<'p> Container<'p> {
    /// The path of the host that a named volume stands for: the `device` of its `driver_opts`.
    pub fn device_of(&self, mount: &Mount<'_>) -> Option<&'p Scalar<'p>> {
        let name = resolve(mount.source.as_ref().filter(|_| mount.kind == MountKind::Volume)?).get()?;
        let volume = self.app.volume_named(&name)?;
        let device = volume.fields.at(&["driver_opts", "device"])?.value.as_scalar();
        device.filter(|_| volume.external.is_none())
    }

    /// The files that configs and secrets give it, each with where it is given: Compose mounts them from the host.
    pub fn granted_files(&self) -> impl Iterator<Item = (Span, &'p Scalar<'p>)> + use<'p> {
        let app = self.app;
        let of = |grants: &'p [Grant<'p>], index: &'p HashMap<String, usize>, all: &'p [Content<'p>]| {
            grants.iter().filter_map(move |grant| {
                let content = all.get(*index.get(&*grant.source.as_ref()?.value)?)?;
                Some((grant.span, content.file.as_ref()?))
            })
        };
        let configs = of(&self.service.configs, &app.declared_configs, &app.compose.configs);
        configs.chain(of(&self.service.secrets, &app.declared_secrets, &app.compose.secrets))
    }

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

    /// The paths of VOLUME where it mounts nothing, each with the place that declares it. None when mounts are unknown.
    pub fn unmounted_volumes(&self) -> Vec<(String, Span)> {
        let stage = self.stage().filter(|_| !self.has_open_mounts());
        let mut found = Vec::new();
        for stage in stage.into_iter().flat_map(|stage| stage.lineage()) {
            for (at, instruction) in stage.indexed() {
                let Kind::Volume(volume) = &instruction.kind else { continue };
                for path in volume.paths.iter().take(MOST_PATHS) {
                    let target = stage.expand(path, at).get().filter(|target| target.starts_with('/'));
                    if let Some(target) = target.filter(|target| !self.is_mounted_near(target)) {
                        found.push((target.into_owned(), path.text.span));
                    }
                }
            }
        }
        found
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
pub(crate) fn is_inside(path: &str, folder: &str) -> bool {
    let folder = folder.trim_end_matches('/');
    path.strip_prefix(folder).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}
