//! A path of the host that containers should not get.

use plimsoll_linter::prelude::*;
use project::host_paths::{self, SensitivePath};

#[derive(Default)]
pub(crate) struct SensitiveHostPath;

impl Rule for SensitiveHostPath {
    fn check_container(&self, container: &Container, cx: &mut Context) {
        let service = container.service;
        for mount in &service.volumes {
            let (Some(path), Some(source)) = (host_paths::sensitive_path(mount), &mount.source) else {
                continue;
            };
            let is_read_only = mount.is_read_only();
            if is_read_only && !path.is_secret {
                continue;
            }
            let verb = if is_read_only { "read" } else { "change" };
            let message = format!("{} can {verb} host path `{}`", container.title(), path.path);
            report(cx, source.span, message, &path, is_read_only);
        }
    }

    fn check_app(&self, app: &ComposeApp, cx: &mut Context) {
        for volume in &app.compose.volumes {
            let options = volume.fields.get("driver_opts");
            let device =
                |name| options.and_then(|options| options.get(name)).and_then(|value| value.as_scalar());
            let Some(device) = device("device").or_else(|| device("mountpoint")) else { continue };
            if let Some(path) = host_paths::sensitive(device) {
                let message = format!("volume `{}` mounts host path `{}`", volume.key.value, path.path);
                report(cx, device.span, message, &path, false);
            }
        }
    }
}

fn report(cx: &mut Context, span: Span, message: String, path: &SensitivePath, is_read_only: bool) {
    let finding = cx.report(span, message);
    finding.here(path.gives());
    let narrower = "mount only the file or directory that the container needs";
    finding.help(if path.is_secret {
        narrower.to_owned()
    } else {
        format!("{narrower}, with `:ro` if the container only reads it")
    });
    if is_read_only {
        finding.answers_to(["kics:1c1325ff", "compose-lint:CL-0013", "cis:5.6"]);
    }
}
