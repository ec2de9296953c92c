//! A database, cache or search engine that the whole network can reach, without a password.

use std::collections::HashMap;

use plimsoll_linter::prelude::*;

use super::public_port::{Listens, bound_to_loopback, listens, place, takes_ports};

#[derive(Default)]
pub(crate) struct PublicDatabase;

/// A service with the ports at which it publishes data.
struct Store<'p> {
    container: Container<'p>,
    what: &'static str,
    ports: Vec<&'p compose::Port<'p>>,
}

impl Rule for PublicDatabase {
    fn check_app(&self, _app: &ComposeApp, cx: &mut Context) {
        // The members of a cluster are one thing to mend.
        let mut groups: Vec<Vec<Store>> = Vec::new();
        let mut known: HashMap<(&str, &str), usize> = HashMap::new();
        let project = cx.project();
        for store in project.containers().filter_map(store) {
            let image = store.container.service.image.as_ref().map(|image| (&*image.value, store.what));
            let at = image.map_or(groups.len(), |key| *known.entry(key).or_insert(groups.len()));
            match groups.get_mut(at) {
                Some(group) => group.push(store),
                None => groups.push(vec![store]),
            }
        }
        for group in groups {
            report(&group, cx);
        }
    }

    fn check_container(&self, container: &Container, cx: &mut Context) {
        // Those of an application are looked at together.
        if container.line().is_some()
            && let Some(store) = store(*container)
        {
            report(&[store], cx);
        }
    }
}

fn store(container: Container) -> Option<Store> {
    let service = container.service;
    // `public-port` reports a database that nobody keeps. An engine is never harmless.
    if !container.is_kept() && !container.publishes_engine() {
        return None;
    }
    // `unreachable-port` reports those of internal networks.
    if !takes_ports(service) || !container.app.internal_networks(service).is_empty() {
        return None;
    }
    let ports = service.ports.iter().zip(container.stores_behind_ports());
    let open = ports.filter(|(port, _)| is_open(port));
    let stores: Vec<_> = open.filter_map(|(port, store)| Some((port, store?))).collect();
    let (_, what) = *stores.first()?;
    Some(Store { container, what, ports: stores.into_iter().map(|(port, _)| port).collect() })
}

fn report(group: &[Store], cx: &mut Context) {
    let [first, others @ ..] = group else { return };
    let what = first.what;
    let message = match others {
        [] => format!("{} publishes its {what} on all host addresses", first.container.title()),
        [other] => format!(
            "services `{}` and `{}` publish their {what} on all host addresses",
            first.container.name(),
            other.container.name()
        ),
        _ => format!(
            "service `{}` and {} others publish their {what} on all host addresses",
            first.container.name(),
            others.len()
        ),
    };
    let project = cx.project();
    let mut ports = group.iter().flat_map(|store| &store.ports);
    let Some(main) = ports.next() else { return };
    let finding = cx.report(place(main), message);
    finding
        .here("published ports bypass host firewalls such as ufw")
        .help("bind the port to `127.0.0.1`, or remove it: services in this project can connect without it");
    let mut fix = bound_to_loopback(Fix::risky("publish on `127.0.0.1`"), main, project);
    let mut count = 1;
    for port in ports {
        finding.label(place(port), "also published here");
        fix = bound_to_loopback(fix, port, project);
        count += 1;
    }
    if fix.edits.len() == count {
        finding.fix(fix);
    }
}

fn is_open(port: &compose::Port) -> bool {
    port.published.is_some() && listens(port) == Listens::Everywhere
}
