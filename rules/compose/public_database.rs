//! A database, cache or search engine that the whole network can reach, without a password.

use facts::ports::PortKind;
use plimsoll_linter::prelude::*;
use project::secrets::{NameClass, classify};

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
        let message = format!("{what} of {} is open to every network", container.title());
        let one = place(first);
        let finding = cx.report(if stores.len() == 1 { one } else { service.key_span("ports") }, message);
        finding.help("publish on `127.0.0.1`, or nothing: other services reach it without");
        let mut fix = Fix::risky("publish on `127.0.0.1`");
        for (at, (port, _)) in stores.iter().enumerate() {
            let why = "published on all addresses of the host, past its firewall";
            if stores.len() == 1 {
                finding.here(why);
            } else {
                finding.label(place(port), if at == 0 { why } else { "here too" });
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

/// Whether a password stands between the network and the data, or may: one that is written here, one that is kept elsewhere,
/// or what a file of variables sets. `guessable-password` and `committed-secret` speak of its worth.
fn is_guarded(container: &Container) -> bool {
    let service = container.service;
    let method = container.given_env("POSTGRES_HOST_AUTH_METHOD");
    if method.is_known_and(|method| method == "trust") {
        return false;
    }
    let is_set = |pair: &compose::Pair| {
        let name = &*pair.name.value;
        let is = |text: &str| pair.value.as_ref().is_some_and(|value| value.value == text);
        // Neo4j takes user and password together, and Elasticsearch sets passwords itself.
        if name == "NEO4J_AUTH" && !is("none") || name == "xpack.security.enabled" && is("true") {
            return true;
        }
        let is_password = classify(name.strip_suffix("_FILE").unwrap_or(name)) == NameClass::Password;
        is_password && pair.value.as_ref().is_none_or(|value| !value.value.is_empty())
    };
    let asks = |word: &compose::yaml::Scalar| word.value.contains("requirepass");
    let mut words = service.command.iter().flat_map(|command| &command.words);
    service.environment.iter().any(is_set) || service.has("env_file") || words.any(asks)
}

/// What is behind a port, if it holds data that others must not reach, and no password guards it. A message broker is often
/// there for devices on the network.
/// What the image is decides; where that is not known, what listens there by custom, if the image or the service is
/// named after it.
pub(crate) fn store(container: &Container, port: &compose::Port) -> Option<&'static str> {
    let service = container.service;
    if is_guarded(container) {
        return None;
    }
    if let Some(known) = container.known_image() {
        let is_store = known.is_data_store() && known.kind != project::ImageKind::Broker;
        return is_store.then(|| noun(known.kind));
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
        PortKind::Search => "search engine",
        PortKind::Engine => "Docker engine",
        PortKind::Broker | PortKind::Other => return None,
    })
}

fn noun(kind: project::ImageKind) -> &'static str {
    match kind {
        project::ImageKind::Cache => "cache",
        project::ImageKind::Search => "search engine",
        _ => "database",
    }
}
