//! A network behind others that could be cut off from the outside, and is not.

use plimsoll_linter::prelude::*;

#[derive(Default)]
pub(crate) struct OpenBackend;

impl Rule for OpenBackend {
    fn check_app(&self, app: &ComposeApp, cx: &mut Context) {
        if !app.is_complete() {
            return;
        }
        for network in &app.compose.networks {
            let is_closed = network.internal.is_some() || network.external.is_some();
            if is_closed || network.key.value == "default" {
                continue;
            }
            let is_store = |service: &compose::Service| {
                let container = cx.project().container_named(&service.name.value);
                let known = container.and_then(|container| container.known_image());
                known.is_some_and(project::KnownImage::is_data_store)
            };
            let mut stores = app.services_on(&network.key.value).filter(|service| is_store(service));
            let Some(store) = stores.next() else { continue };
            // Who publishes, or has no other network, may need the way out.
            let is_needed = app.services_on(&network.key.value).any(|service| {
                !service.ports.is_empty() || !is_store(service) && app.networks_of(service).len() < 2
            });
            if !is_needed {
                let message =
                    format!("network `{}` has outside access that no service needs", network.key.value);
                cx.report(network.key.span, message)
                    .here("no service on this network publishes ports, and every client is also on another network")
                    .label(store.name.span, "a compromised database could send its data out")
                    .help("set `internal: true`");
            }
        }
    }
}
