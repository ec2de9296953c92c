//! A path of the host, or an engine's socket, that may not be mounted.

use compose::MountKind;
use plimsoll_linter::MountedPaths;
use plimsoll_linter::prelude::*;
use project::host_paths;
use serde::Deserialize;

use crate::compose::engine_socket::is_image;

/// Nothing is reported until something is declared.
#[derive(Default, Deserialize)]
#[serde(transparent)]
pub(crate) struct UnapprovedMount {
    paths: MountedPaths,
}

impl Rule for UnapprovedMount {
    fn check_container(&self, container: &Container, cx: &mut Context) {
        let title = container.title();
        for mount in &container.service.volumes {
            let device = container.device_of(mount);
            let source = mount.source.as_ref().filter(|_| mount.kind == MountKind::Bind);
            let Some(source) = device.or(source) else { continue };
            if self.is_foreign_socket(container, mount, device) {
                cx.report(source.span, format!("{title} is not allowed to mount an engine socket"))
                    .here("anyone who can connect to this socket controls the engine")
                    .help("remove this mount, or get this image approved for engine sockets");
                continue;
            }
            let Some(path) = project::resolve(source).get() else { continue };
            // The `device` of a volume can be what only its driver understands.
            if device.is_some() && !path.starts_with(['/', '.', '~']) {
                continue;
            }
            if let Some(pattern) = self.paths.deny.find(&path) {
                cx.report(source.span, format!("{title} mounts `{path}`, which is forbidden"))
                    .here(format!("forbidden by `{pattern}`"))
                    .help("copy the files that the service needs into its image, or use a volume");
            } else if self.paths.allow.as_ref().is_some_and(|allow| allow.find(&path).is_none()) {
                cx.report(source.span, format!("{title} mounts `{path}`, which is not approved"))
                    .here("not an approved path")
                    .help("use a volume, or get this path approved");
            } else if self.paths.read_only.find(&path).is_some() && !is_or_may_be_read_only(mount) {
                cx.report(source.span, format!("{title} can write to `{path}`, which must be read-only"))
                    .here("this mount is writable")
                    .help("append `:ro`");
            }
        }
    }
}

impl UnapprovedMount {
    /// Whether it is a socket, and this container is known not to be one that may have it.
    fn is_foreign_socket(
        &self,
        container: &Container,
        mount: &compose::Mount,
        device: Option<&compose::yaml::Scalar>,
    ) -> bool {
        let Some(approved) = &self.paths.engine_socket else { return false };
        let is_approved = |image: &ImageName| image.is_named_in(|name| approved.allow.has(name));
        let is_socket =
            host_paths::engine_socket(mount).is_some() || device.and_then(host_paths::engine_of).is_some();
        let base = container.stage().and_then(|stage| stage.root_image());
        is_socket && !is_image(container, is_approved) && !base.is_some_and(is_approved)
    }
}

/// Whether the container may only read, or nobody knows.
fn is_or_may_be_read_only(mount: &compose::Mount) -> bool {
    mount.read_only.as_ref().is_some_and(|flag| !flag.is(false))
}
