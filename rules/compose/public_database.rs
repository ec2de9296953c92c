//! A database, cache or broker that the whole network can reach.

use facts::ports::PortKind;
use plimsoll_linter::prelude::*;
use project::secrets::{Certainty, NameClass, classify, judge};

use super::public_port::{Listens, bound_to_loopback, listens, place, takes_ports};

#[derive(Default)]
pub(crate) struct PublicDatabase;

impl Rule for PublicDatabase {
    fn check_container(&self, container: &Container, cx: &mut Context) {
        let service = container.service;
        let project = cx.project();
        let open = service.ports.iter().filter(|_| takes_ports(service)).filter(|port| is_open(port));
        let stores: Vec<_> = open.filter_map(|port| Some((port, store(container, port)?))).collect();
        let Some((first, what)) = stores.first() else { return };
        let message = format!("{what} of {} is published on all host addresses", container.title());
        let one = place(first);
        let finding = cx.report(if stores.len() == 1 { one } else { service.key_span("ports") }, message);
        finding.help("bind it to `127.0.0.1`, or remove the port: other services reach it without");
        let mut fix = Fix::risky("publish on `127.0.0.1`");
        for (at, (port, _)) in stores.iter().enumerate() {
            let why = "bypasses host firewalls such as ufw";
            if stores.len() == 1 {
                finding.here(why);
            } else {
                finding.label(place(port), if at == 0 { why } else { "also here" });
            }
            fix = bound_to_loopback(fix, port, project);
        }
        if fix.edits.len() == stores.len() {
            finding.fix(fix);
        }
    }
}

fn is_open(port: &compose::Port) -> bool {
    port.published.is_some() && listens(port) == Listens::Everywhere
}

/// Whether a password that nobody guesses stands between the network and the data: one that is kept elsewhere, or one that is
/// written here, of which another rule speaks.
fn is_guarded(service: &compose::Service) -> bool {
    service.environment.iter().any(|pair| {
        let name = &*pair.name.value;
        let is_password = |name: &str| classify(name) == NameClass::Password;
        if name.strip_suffix("_FILE").is_some_and(is_password) {
            return true;
        }
        let Some(value) = pair.value.as_ref().map(compose::yaml::Scalar::template) else {
            return is_password(name);
        };
        let is_kept_elsewhere = value.contains('$') && (value.contains(":?") || !value.contains([':', '-']));
        let is_strong = || judge(name, value).is_some_and(|secret| secret.certainty > Certainty::Guessable);
        is_password(name) && (is_kept_elsewhere || is_strong())
    })
}

/// What is behind a port, if it holds data that others must not reach, and no good password guards it.
/// What the image is decides; where that is not known, what listens there by custom, if the image or the service is
/// named after it.
pub(crate) fn store(container: &Container, port: &compose::Port) -> Option<&'static str> {
    let service = container.service;
    // Of a command line this is asked by those who want every danger.
    if container.line().is_none() && is_guarded(service) {
        return None;
    }
    if let Some(known) = container.known_image() {
        return known.is_data_store().then(|| noun(known.kind));
    }
    let usual = facts::ports::find(port.target.as_ref()?.single()?)?;
    let image = service.image.as_ref().map_or("", |image| &*image.value);
    let is_named = |name: &&str| image.contains(*name) || service.name.value.contains(*name);
    if usual.kind != PortKind::Engine && !usual.names.iter().any(is_named) {
        return None;
    }
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
