//! A server whose data belong to a hostname that changes.

use facts::node_names;
use plimsoll_linter::prelude::*;

#[derive(Default)]
pub(crate) struct MissingHostname;

impl Rule for MissingHostname {
    fn check_container(&self, container: &Container, cx: &mut Context) {
        let (Some(image), Some(known)) = (container.image().get(), container.known_image()) else { return };
        let service = container.service;
        let Some(node) = node_names::find(known.repository) else { return };
        // What is kept for development can be lost.
        let is_open = container.app.is_for_development()
            || service.hostname.is_some()
            || service.network_mode.is_some()
            || !container.app.has_all_of(service)
            || container.has_open_mounts()
            || !matches!(container.given_env(node.variable), Value::Unset);
        let data = known.data.and_then(|data| container.mount_over(data));
        let Some((mount, _)) = data.filter(|_| !is_open) else { return };
        let name = container.name();
        cx.report(mount.span, format!("{} loses its data with each new container", container.title()))
            .here("data is stored here under the hostname, which changes with each container")
            .label(
                image.span,
                format!("`{}` is not set, and neither is `{}`", container.says("hostname"), node.variable),
            )
            .help(format!("set `{}`", container.writes("hostname", name, name)));
    }
}
