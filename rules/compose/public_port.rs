//! A port that is published on every address of the host.

use plimsoll_linter::prelude::*;
use project::{Listens, listens, takes_ports};
use serde::Deserialize;

#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct PublicPort {
    explicit: bool,
}

impl Rule for PublicPort {
    fn check_container(&self, container: &Container, cx: &mut Context) {
        let service = container.service;
        // `unreachable-port` speaks of ports that the engine forwards to no network.
        if !takes_ports(service) || !container.app.internal_networks(service).is_empty() {
            return;
        }
        let project = cx.project();
        // An address where a port should be is refused; `public-database` says it of databases that stay, and louder.
        let stores = if container.is_kept() { container.stores_behind_ports() } else { Vec::new() };
        let is_database = |at: usize| stores.get(at).is_some_and(Option::is_some);
        let is_refused = |range: &compose::PortRange| range.ports.is_none() && !range.text.is_interpolated();
        let is_public = |(at, port): &(usize, &compose::Port)| {
            (port.host_ip.is_none() || self.explicit && listens(port) == Listens::Everywhere)
                && !port.published.as_ref().is_some_and(is_refused)
                && (port.published.is_none() || !is_database(*at))
        };
        let public = service.ports.iter().enumerate().filter(is_public);
        let ports: Vec<&compose::Port> = public.map(|(_, port)| port).collect();
        let what = match ports.len() {
            0 => return,
            1 => "a port".to_owned(),
            count => format!("{count} ports"),
        };
        let message = format!("{} publishes {what} on all host addresses", container.title());
        let finding = cx.report(service.key_span("ports"), message);
        let proxy_of = |port: &&compose::Port| {
            let (first, last) = port.target.as_ref()?.ports?;
            container.app.proxy_of(service, first).filter(|_| first == last)
        };
        // Where a proxy asks for all of them, nobody else has to.
        let proxies: Option<Vec<&str>> = ports.iter().map(proxy_of).collect();
        finding.help(match proxies.as_deref() {
            Some([proxy, ..]) => format!(
                "remove `{}`: `{proxy}` passes requests to this service inside the network",
                container.says("ports")
            ),
            _ if ports.iter().all(|port| port.host_ip.is_some()) => {
                "replace the address with that of one interface, such as `127.0.0.1`".to_owned()
            }
            _ => "prefix the port with `127.0.0.1:`, or with `0.0.0.0:` if it should be public".to_owned(),
        });
        let mut fix = Fix::risky("publish on `127.0.0.1`");
        for (at, port) in ports.iter().enumerate() {
            finding.label(
                place(port),
                if at == 0 {
                    "published ports bypass host firewalls such as ufw"
                } else {
                    "also published here"
                },
            );
            fix = bound_to_loopback(fix, port, project);
        }
        if !fix.edits.is_empty() {
            finding.fix(fix);
        }
    }
}

/// A fix that also publishes this port for the host alone.
pub(crate) fn bound_to_loopback(fix: Fix, port: &compose::Port, project: &Project) -> Fix {
    let file = project.sources.text(port.span.file);
    match compose::edit::set_host_address(file, port, "127.0.0.1") {
        Some((span, text)) => fix.replace(span, text),
        None => fix,
    }
}

/// The item of the short syntax; the port itself in the long one.
pub(crate) fn place(port: &compose::Port) -> Span {
    let written = port.published.as_ref().or(port.target.as_ref()).filter(|_| port.text.is_none());
    written.map_or(port.span, |range| range.text.span)
}
