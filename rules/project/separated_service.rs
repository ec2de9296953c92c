//! An address of a service that its user cannot reach by this name.

use plimsoll_linter::prelude::*;
use project::{HostNames, HostReference};

#[derive(Default)]
pub(crate) struct SeparatedService;

impl Rule for SeparatedService {
    fn check_app(&self, app: &ComposeApp, cx: &mut Context) {
        if !app.is_complete() {
            return;
        }
        let names = HostNames::new(app);
        for container in cx.project().containers() {
            for reference in container.host_references() {
                // Somebody else with this name may be nearer.
                if let Some(meant) = container.other(&names, &reference.host)
                    && names.is_unique(&reference.host)
                {
                    check(app, &container, &meant, &reference, cx);
                }
            }
        }
    }
}

fn check(app: &ComposeApp, own: &Container, meant: &Container, reference: &HostReference, cx: &mut Context) {
    // Who shares the network of another asks the names that this one asks.
    let asks = app.network_owner(own.service).unwrap_or(own.service);
    let mode = |service: &compose::Service| {
        let mode = service.network_mode.as_ref().filter(|mode| !mode.is_interpolated())?;
        Some((mode.span, mode.value.to_string()))
    };
    let (user, name) = (own.name(), meant.name());
    if let Some((span, mode)) = mode(meant.service) {
        let owner = app.network_owner(meant.service).map(|owner| &*owner.name.value);
        // Inside one network namespace, the two are one host.
        if owner.is_some_and(|owner| owner == asks.name.value) || meant.service.name.value == asks.name.value
        {
            return;
        }
        let finding =
            cx.report(reference.span, format!("service `{user}` cannot reach `{name}` by this name"));
        finding
            .here("this name does not resolve on any network")
            .label(span, format!("`{name}` itself is not on any network"));
        match (&*mode, owner) {
            (_, Some(owner)) => finding.help(format!("use `{owner}`, because `{name}` shares its network")),
            ("host", None) => finding.help(format!(
                "use `host.docker.internal`, with `extra_hosts: [\"host.docker.internal:host-gateway\"]` in `{user}`"
            )),
            _ => finding.help("remove `network_mode`, so that Compose puts both on one network"),
        };
    } else if let Some((span, mode)) = mode(asks) {
        if !matches!(&*mode, "host" | "none" | "bridge") {
            return;
        }
        let finding =
            cx.report(reference.span, format!("service `{user}` cannot reach `{name}` by this name"));
        finding
            .here("service names resolve only on the project's networks")
            .label(span, format!("with this setting, `{user}` is not on the project's networks"));
        finding.help(match &*mode {
            "host" => format!("publish the port of `{name}` on `127.0.0.1`, and connect to `localhost`"),
            _ => "remove `network_mode`, so that Compose puts both on one network".to_owned(),
        });
    } else {
        networks(&app.networks_of(asks), meant, own, reference, cx);
    }
}

fn networks(
    own: &[project::NetworkUse],
    meant: &Container,
    user: &Container,
    reference: &HostReference,
    cx: &mut Context,
) {
    let others = meant.networks();
    // Of several networks with one name, or none that is known, nothing can be said.
    let is_known = |used: &[project::NetworkUse]| {
        !used.is_empty() && used.iter().all(|network| network.name == "default" || is_plain(network))
    };
    let is_shared = own.iter().any(|own| others.iter().any(|other| other.name == own.name));
    let (Some(first), name) = (others.first(), meant.name()) else { return };
    if is_shared || !is_known(own) || !is_known(&others) {
        return;
    }
    cx.report(reference.span, format!("service `{}` cannot reach `{name}`", user.name()))
        .here("the two services have no common network")
        .label(first.span, format!("`{name}` is only on other networks"))
        .help(format!("add both services to one network, such as `{}`", first.name));
}

/// Whether a network is one that this application makes under a name that is known.
fn is_plain(network: &project::NetworkUse) -> bool {
    network.declared.is_some_and(|own| own.external.is_none() && own.name.is_none())
}
