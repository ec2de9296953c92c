//! Memory that is mounted so that programs in it may run.

use plimsoll_linter::prelude::*;

#[derive(Default)]
pub(crate) struct ExecutableTmpfs;

impl Rule for ExecutableTmpfs {
    fn check_container(&self, container: &Container, cx: &mut Context) {
        let service = container.service;
        for mount in &service.tmpfs {
            let Some((path, options)) = mount.value.split_once(':') else { continue };
            let Some(option) = options.split(',').find(|option| matches!(*option, "exec" | "suid" | "dev"))
            else {
                continue;
            };
            let message = format!("`{path}` is mounted with `{option}`");
            cx.report(mount.span, message)
                .here(match option {
                    "exec" => "programs written to this path can be run",
                    "suid" => "setuid programs under this path run as their owner",
                    _ => "device files under this path can be used",
                })
                .help(format!("remove `{option}`: Docker's default is `noexec,nosuid,nodev`"));
        }
    }
}
