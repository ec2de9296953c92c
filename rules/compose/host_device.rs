//! A device of the host through which its memory or disks are open.

use plimsoll_linter::prelude::*;

#[derive(Default)]
pub(crate) struct HostDevice;

/// What a device's name starts with, and what it is.
const DEVICES: &[(&str, &str)] = &[
    ("/dev/mem", "the host's memory"),
    ("/dev/kmem", "the memory of the host's kernel"),
    ("/dev/port", "the host's hardware"),
    ("/dev/sd", "a disk of the host"),
    ("/dev/hd", "a disk of the host"),
    ("/dev/vd", "a disk of the host"),
    ("/dev/xvd", "a disk of the host"),
    ("/dev/nvme", "a disk of the host"),
    ("/dev/mapper/", "a disk of the host"),
    ("/dev/dm-", "a disk of the host"),
];

impl Rule for HostDevice {
    fn check_service(&self, service: &compose::Service, cx: &mut Context) {
        for source in service.devices.iter().filter_map(|device| device.source.as_ref()) {
            let known =
                DEVICES.iter().find(|(name, _)| source.value.starts_with(name)).map(|(_, what)| *what);
            let Some(what) = known.or((source.value == "/dev").then_some("all of the host's devices")) else {
                continue;
            };
            let message = format!("service `{}` is given {what}", service.name.value);
            cx.report(source.span, message)
                .here("reads and writes it past all permissions")
                .help("mount the folder that is needed instead");
        }
    }
}
