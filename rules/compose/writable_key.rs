//! A key or certificate of the host that the container may change.

use facts::file_names;
use plimsoll_linter::prelude::*;

#[derive(Default)]
pub(crate) struct WritableKey;

impl Rule for WritableKey {
    fn check_service(&self, service: &compose::Service, cx: &mut Context) {
        let binds = service.volumes.iter().filter(|mount| mount.kind == compose::MountKind::Bind);
        for mount in binds.filter(|mount| mount.read_only.is_none() && mount.options.is_empty()) {
            let (Some(source), Some(target)) = (&mount.source, &mount.target) else { continue };
            let path = source.value.to_ascii_lowercase();
            if file_names::holds(&path, file_names::Role::Key).is_none() {
                continue;
            }
            let message =
                format!("service `{}` may change `{}` of its host", service.name.value, source.value);
            let finding = cx.report(source.span, message);
            finding.here("is mounted writable").help("add `:ro`, or make it a file under `secrets`");
            if mount.syntax == compose::Syntax::Short {
                finding.fix(Fix::risky("add `:ro`").insert_after(target.span, ":ro"));
            }
        }
    }
}
