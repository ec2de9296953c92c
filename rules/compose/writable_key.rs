//! A key or certificate of the host that the container may change.

use facts::file_names;
use plimsoll_linter::prelude::*;

#[derive(Default)]
pub(crate) struct WritableKey;

impl Rule for WritableKey {
    fn check_container(&self, container: &Container, cx: &mut Context) {
        let service = container.service;
        let binds = service.volumes.iter().filter(|mount| mount.kind == compose::MountKind::Bind);
        for mount in binds.filter(|mount| mount.read_only.is_none() && mount.options.is_empty()) {
            let (Some(source), Some(target)) = (&mount.source, &mount.target) else { continue };
            let path = source.value.to_ascii_lowercase();
            if file_names::holds(&path, file_names::Role::Key).is_none() {
                continue;
            }
            let message = format!("{} can change `{}` on the host", container.title(), source.value);
            let finding = cx.report(source.span, message);
            finding.here("this mount is writable").help("add `:ro`, or move the file to `secrets`");
            if mount.syntax == compose::Syntax::Short {
                finding.fix(Fix::risky("add `:ro`").insert_after(target.span, ":ro"));
            }
        }
    }
}
