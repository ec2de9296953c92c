//! A database, cache or broker that the whole network can reach.

use plimsoll_linter::prelude::*;

use super::public_port::{Listens, listens, place, takes_ports};

#[derive(Default)]
pub(crate) struct PublicDatabase;

impl Rule for PublicDatabase {
    fn check_service(&self, service: &compose::Service, cx: &mut Context) {
        let container = cx.project().container_named(&service.name.value);
        let known =
            container.and_then(|container| container.known_image()).filter(|known| known.is_data_store());
        let Some(known) = known.filter(|_| takes_ports(service)) else { return };
        for port in &service.ports {
            let (Some(published), Listens::Everywhere) = (&port.published, listens(port)) else { continue };
            let message =
                format!("{} of service `{}` is open to every network", noun(known.kind), service.name.value);
            let finding = cx.report(place(port), message);
            finding.here("published on all addresses of the host, past its firewall");
            finding.help("publish on `127.0.0.1`, or nothing: other services reach it without");
            match &port.host_ip {
                Some(address) => {
                    finding.fix(Fix::risky("publish on `127.0.0.1`").replace(address.span, "127.0.0.1"))
                }
                None if port.syntax == compose::Syntax::Short => finding.fix(
                    Fix::risky("publish on `127.0.0.1`").insert_before(published.text.span, "127.0.0.1:"),
                ),
                None => finding,
            };
        }
    }
}

fn noun(kind: project::ImageKind) -> &'static str {
    match kind {
        project::ImageKind::Cache => "cache",
        project::ImageKind::Broker => "message broker",
        project::ImageKind::Search => "search engine",
        _ => "database",
    }
}
