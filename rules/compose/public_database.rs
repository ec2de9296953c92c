//! A database, cache or broker that the whole network can reach.

use facts::ports::PortKind;
use plimsoll_linter::prelude::*;

use super::public_port::{Listens, bound_to_loopback, listens, place, takes_ports};

#[derive(Default)]
pub(crate) struct PublicDatabase;

impl Rule for PublicDatabase {
    fn check_container(&self, container: &Container, cx: &mut Context) {
        let service = container.service;
        let project = cx.project();
        let known = container.known_image();
        let is_open =
            |port: &&compose::Port| port.published.is_some() && listens(port) == Listens::Everywhere;
        let open = service.ports.iter().filter(|_| takes_ports(service)).filter(is_open);
        let stores: Vec<_> = open.filter_map(|port| Some((port, store(known, port)?))).collect();
        let Some((_, what)) = stores.first() else { return };
        let message = format!("{what} of {} is open to every network", container.title());
        let finding = cx.report(service.key_span("ports"), message);
        finding.help("publish on `127.0.0.1`, or nothing: other services reach it without");
        let mut fix = Fix::risky("publish on `127.0.0.1`");
        for (at, (port, _)) in stores.iter().enumerate() {
            let why = "published on all addresses of the host, past its firewall";
            finding.label(place(port), if at == 0 { why } else { "here too" });
            fix = bound_to_loopback(fix, port, project);
        }
        if fix.edits.len() == stores.len() {
            finding.fix(fix);
        }
    }
}

/// What is behind a port, if it holds data that others must not reach. What the image is decides; where that is not
/// known, what listens there by custom.
pub(crate) fn store(known: Option<project::KnownImage>, port: &compose::Port) -> Option<&'static str> {
    if let Some(known) = known {
        return known.is_data_store().then(|| noun(known.kind));
    }
    let usual = facts::ports::find(port.target.as_ref()?.single()?)?;
    Some(match usual.kind {
        PortKind::Database => "database",
        PortKind::Cache => "cache",
        PortKind::Broker => "message broker",
        PortKind::Search => "search engine",
        PortKind::Engine => "Docker engine",
        PortKind::Other => return None,
    })
}

fn noun(kind: project::ImageKind) -> &'static str {
    match kind {
        project::ImageKind::Cache => "cache",
        project::ImageKind::Broker => "message broker",
        project::ImageKind::Search => "search engine",
        _ => "database",
    }
}
