//! Mounts that spread between container and host.

use plimsoll_linter::prelude::*;

#[derive(Default)]
pub(crate) struct SharedPropagation;

impl Rule for SharedPropagation {
    fn check_container(&self, container: &Container, cx: &mut Context) {
        let service = container.service;
        let items = service.get("volumes").and_then(|volumes| volumes.as_sequence()).unwrap_or_default();
        let long = items.iter().filter_map(|item| item.get("bind")?.get("propagation")?.as_scalar());
        let short = service.volumes.iter().flat_map(|mount| &mount.options);
        for option in long.chain(short) {
            let effect = match &*option.value {
                "shared" | "rshared" => "mounts under this path propagate between container and host",
                "slave" | "rslave" => "later mounts on the host propagate into the container",
                _ => continue,
            };
            let message = format!("{} shares mounts with the host", container.title());
            let finding = cx.report(option.span, message);
            finding.here(effect).help("remove this option: the default is `rprivate`");
            if option.value.ends_with("slave") {
                finding.answers_to(["kics:baa452f0", "cis:5.20"]);
            }
        }
    }
}
