//! A database, cache or search engine that the whole network can reach, without a password.

use plimsoll_linter::prelude::*;
use project::{Listens, listens, takes_ports};

use super::public_port::{bound_to_loopback, place};

#[derive(Default)]
pub(crate) struct PublicDatabase;

impl Rule for PublicDatabase {
    fn check_container(&self, container: &Container, cx: &mut Context) {
        let service = container.service;
        // `public-port` reports a database that nobody keeps. An engine is never harmless.
        if !container.is_kept() && !container.publishes_engine() {
            return;
        }
        // `unreachable-port` reports these.
        if !container.app.internal_networks(service).is_empty() {
            return;
        }
        let project = cx.project();
        if !takes_ports(service) {
            return;
        }
        let ports = service.ports.iter().zip(container.stores_behind_ports());
        let open = ports.filter(|(port, _)| is_open(port));
        let stores: Vec<_> = open.filter_map(|(port, store)| Some((port, store?))).collect();
        let Some((first, what)) = stores.first() else { return };
        let message = format!("{} publishes its {what} on all host addresses", container.title());
        let one = place(first);
        let finding = cx.report(if stores.len() == 1 { one } else { service.key_span("ports") }, message);
        // Swarm ignores the address of a port.
        let is_stack = container.line().is_none() && container.app.is_for_swarm();
        let is_alone = container.line().is_none() && !container.has_clients();
        finding.help(match (is_stack, is_alone) {
            (true, true) => "remove the port, and connect over a shared network",
            (true, false) => "remove the port: services in this stack can connect without it",
            (false, true) => "bind the port to `127.0.0.1`, or remove it and connect over a shared network",
            (false, false) => {
                "bind the port to `127.0.0.1`, or remove it: services in this project can connect without it"
            }
        });
        let mut fix = Fix::risky("publish on `127.0.0.1`");
        for (at, (port, _)) in stores.iter().enumerate() {
            let why = "published ports bypass host firewalls such as ufw";
            if stores.len() == 1 {
                finding.here(why);
            } else {
                finding.label(place(port), if at == 0 { why } else { "also published here" });
            }
            fix = bound_to_loopback(fix, port, project);
        }
        if fix.edits.len() == stores.len() && !is_stack {
            finding.fix(fix);
        }
    }
}

fn is_open(port: &compose::Port) -> bool {
    port.published.is_some() && listens(port) == Listens::Everywhere
}
