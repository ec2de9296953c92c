//! A device of the host through which its memory or disks are open.

use facts::paths;
use plimsoll_linter::prelude::*;

#[derive(Default)]
pub(crate) struct HostDevice;

impl Rule for HostDevice {
    fn check_container(&self, container: &Container, cx: &mut Context) {
        for source in container.devices().iter().filter_map(|device| device.source.as_ref()) {
            let mut devices = paths::with_role(&[paths::Role::Device]);
            let known = devices.find(|known| source.value.starts_with(known.path)).map(|known| known.holds);
            let Some(what) = known.or((source.value == "/dev").then_some("all of the host's devices")) else {
                continue;
            };
            let message = format!("{} has access to {what}", container.title());
            cx.report(source.span, message).here("raw access bypasses all file permissions").help(
                match known {
                    // No folder stands for memory or ports.
                    Some(what) if !what.contains("disk") => "remove this device",
                    _ => "mount only the directory that the container needs",
                },
            );
        }
    }
}
