//! A published port that was not declared.

use plimsoll_linter::prelude::*;
use plimsoll_linter::{PublishAddress, PublishedPorts};
use serde::Deserialize;

use project::{Listens, listens};

/// Nothing is reported until something is declared.
#[derive(Default, Deserialize)]
#[serde(transparent)]
pub(crate) struct UnapprovedPort {
    ports: PublishedPorts,
}

impl Rule for UnapprovedPort {
    fn check_container(&self, container: &Container, cx: &mut Context) {
        let service = container.service;
        let (name, title) = (&service.name.value, container.title());
        for port in &service.ports {
            if let Some(by) = self.ports.published_by.as_ref().filter(|by| !by.has(name)) {
                cx.report(port.span, format!("{title} is not allowed to publish ports"))
                    .here(match &*by.shown("`, `") {
                        "" => "no service is allowed to publish ports".to_owned(),
                        names => format!("allowed only for `{names}`"),
                    })
                    .help("remove the port, and connect over a Docker network");
                continue;
            }
            if let Some(why) = self.ports.address.and_then(|approved| misplaced(port, approved)) {
                cx.report(port.span, format!("{title} publishes a port on an address that is not approved"))
                    .here(why)
                    .help("prefix the port with `127.0.0.1:`, or with another approved address");
            }
            let Some((first, last)) =
                port.published.as_ref().or(port.target.as_ref()).and_then(|range| range.ports)
            else {
                continue;
            };
            let written = if first == last { first.to_string() } else { format!("{first}-{last}") };
            if self.ports.deny.reaches(last, first) {
                cx.report(port.span, format!("{title} publishes port {written}, which is forbidden"))
                    .here("listed under `deny`")
                    .help("publish a different port, or none");
            } else if self.ports.allow.as_ref().is_some_and(|allow| !allow.reaches(first, last)) {
                cx.report(port.span, format!("{title} publishes port {written}, which is not approved"))
                    .here("not an approved port")
                    .help("publish an approved port, or get this one approved");
            } else if self.ports.privileged && port.published.is_some() && first < 1024 {
                cx.report(port.span, format!("{title} publishes the privileged port {written}"))
                    .here("ports below 1024 are privileged")
                    .help("publish a port from 1024 upward");
            }
        }
    }
}

/// What is wrong with the address of a port, if anything is.
fn misplaced(port: &compose::Port, approved: PublishAddress) -> Option<&'static str> {
    let is_public = listens(port) == Listens::Everywhere;
    let address = || project::resolve(port.host_ip.as_ref()?).get();
    match approved {
        PublishAddress::Named if is_public => Some("published on all host addresses"),
        PublishAddress::Loopback
            if is_public || address().is_some_and(|address| !approved.accepts(Some(&address))) =>
        {
            Some("published outside the host")
        }
        _ => None,
    }
}
