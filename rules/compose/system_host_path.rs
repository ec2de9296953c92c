//! A folder of the host's system in a container.

use plimsoll_linter::prelude::*;
use project::host_paths;

#[derive(Default)]
pub(crate) struct SystemHostPath;

impl Rule for SystemHostPath {
    fn check_app(&self, app: &ComposeApp, cx: &mut Context) {
        for service in app.services() {
            let is_bind = |mount: &&compose::Mount| {
                mount.kind == compose::MountKind::Bind && host_paths::engine_socket(mount).is_none()
            };
            for mount in service.volumes.iter().filter(is_bind) {
                let Some(source) = &mount.source else { continue };
                let Some(path) = host_paths::system_path(source, mount.is_read_only()) else { continue };
                report(
                    source.span,
                    format!("service `{}` mounts host path `{path}`", service.name.value),
                    cx,
                );
            }
        }
        for volume in &app.compose.volumes {
            let option = |name: &str| volume.fields.at(&["driver_opts", name])?.value.as_scalar();
            let Some(device) = option("device").or_else(|| option("mountpoint")) else { continue };
            let Some(path) = host_paths::system_path(device, false) else { continue };
            report(device.span, format!("volume `{}` mounts host path `{path}`", volume.key.value), cx);
        }
    }
}

fn report(span: Span, message: String, cx: &mut Context) {
    cx.report(span, message)
        .here("this path belongs to the host system")
        .help("use a named volume, or a directory next to the Compose file");
}
