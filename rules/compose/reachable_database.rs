//! A database on a network that published services share and that has a way out.

use plimsoll_linter::prelude::*;
use serde::Deserialize;

#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct ReachableDatabase {
    published: bool,
}

impl Rule for ReachableDatabase {
    fn check_app(&self, app: &ComposeApp, cx: &mut Context) {
        let reaches = app.reaches();
        for (container, reach) in cx.project().containers().zip(reaches) {
            if self.published && reach.as_ref().is_some_and(|reach| reach.hops == 0 && !reach.is_local) {
                report_published(&container, cx);
            }
            let Some(reach) = reach.filter(|reach| reach.hops == 1) else { continue };
            let Some((through, name)) = reach.through else { continue };
            // What shares the network of another service is where that one is.
            let owner = app.network_owner(container.service);
            let networks = app.networks_of(owner.unwrap_or(container.service));
            let network = networks.into_iter().find(|network| network.name == name);
            let is_store = container.is_data_store();
            let (Some(network), Some(way), true) = (network, cx.project().container(through), is_store)
            else {
                continue;
            };
            if network.declared.is_some_and(|own| own.external.is_some() || own.internal.is_some()) {
                continue;
            }
            let service = container.name();
            let place = match &container.service.network_mode {
                Some(mode) if owner.is_some() => mode.span,
                _ => network.span,
            };
            let from = if reach.is_local { "the host" } else { "outside" };
            cx.report(
                place,
                format!(
                    "service `{service}` shares a non-internal network with a service that publishes ports"
                ),
            )
            .here(format!("network `{name}` is not `internal`"))
            .label(
                way.service.key_span("ports"),
                format!("this service is reachable from {from} and shares a network with `{service}`"),
            )
            .help("add a network with `internal: true`, shared only with the database's clients");
        }
    }
}

/// It is reached without any other service: no network keeps anybody away.
fn report_published(container: &Container, cx: &mut Context) {
    if container.is_data_store() {
        let (own, service) = (container.service, container.name());
        let owner = container.app.network_owner(own).filter(|_| own.ports.is_empty());
        let place = own.network_mode.as_ref().filter(|_| owner.is_some());
        let place = place.map_or_else(|| own.key_span("ports"), |mode| mode.span);
        let finding = cx.report(place, format!("service `{service}` stores data and publishes a port"));
        finding
            .here("the database is reachable from outside, whatever networks it is on")
            .help("remove `ports`: services on the same network can connect without it");
        if let Some(owner) = owner {
            let name = &owner.name.value;
            finding
                .here(format!("this service shares the network and the ports of `{name}`"))
                .label(owner.key_span("ports"), "published here")
                .help(format!("connect the database only to a separate network, shared with `{name}`"));
        }
    }
}
