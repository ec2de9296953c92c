//! A database on a network that published services share and that has a way out.

use std::collections::HashMap;

use plimsoll_linter::prelude::*;

#[derive(Default)]
pub(crate) struct ReachableDatabase;

impl Rule for ReachableDatabase {
    fn check_app(&self, app: &App, cx: &mut Context) {
        // For each network, one service on it that the outside can reach.
        let mut reached: HashMap<&str, Span> = HashMap::new();
        for service in app.services().filter(|service| !service.ports.is_empty()) {
            for network in app.networks_of(service) {
                reached.entry(network.name).or_insert(service.key_span("ports"));
            }
        }
        for service in app.services().filter(|service| service.ports.is_empty()) {
            let container = cx.project().container_named(&service.name.value);
            let known = container.and_then(|container| container.known_image());
            if !known.is_some_and(project::KnownImage::is_data_store) {
                continue;
            }
            for network in app.networks_of(service) {
                let is_unsafe =
                    network.declared.is_none_or(|own| own.external.is_none() && own.internal.is_none());
                let (Some(ports), true) = (reached.get(network.name), is_unsafe) else { continue };
                let message = format!(
                    "service `{}` shares an open network with a published service",
                    service.name.value
                );
                cx.report(network.span, message)
                    .here(format!("network `{}` is not `internal`", network.name))
                    .label(*ports, "can be reached from outside, and is on the same network")
                    .help(
                        "give it a network with `internal: true`, shared only with the services that need it",
                    );
            }
        }
    }
}
