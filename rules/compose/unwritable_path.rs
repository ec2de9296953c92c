//! A read-only container without a place for what its image writes.

use plimsoll_linter::prelude::*;
use project::hardening;

#[derive(Default)]
pub(crate) struct UnwritablePath;

impl Rule for UnwritablePath {
    fn check_container(&self, container: &Container, cx: &mut Context) {
        let service = container.service;
        let Some(flag) = service.read_only.as_ref().filter(|flag| flag.is(true)) else { return };
        let paths = hardening::unwritable_paths(container);
        let list: Vec<String> = paths.iter().map(|path| format!("`{path}`")).collect();
        let Value::Known { value: image, set_at } = container.image() else { return };
        if paths.is_empty() {
            return;
        }
        let message = format!("{} cannot write to {}", container.title(), list.join(" and "));
        cx.report(flag.span(), message)
            .here(format!("`{}` is set here", container.says("read_only")))
            .label(set_at, format!("`{}` writes to these paths when it starts", image.repository.text))
            .help(if container.line().is_none() && service.has("tmpfs") {
                format!("add {} to `tmpfs`", list.join(" and "))
            } else if container.line().is_none() {
                format!("add `tmpfs: [{}]`", paths.join(", "))
            } else {
                let flags = paths.iter().map(|path| format!("`{}`", container.writes("tmpfs", "", path)));
                format!("add {}", flags.collect::<Vec<_>>().join(" and "))
            });
    }
}
