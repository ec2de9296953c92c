//! Every published port is known, and is as it was declared.

use plimsoll_linter::prelude::*;
use plimsoll_linter::{Evidence, Proof, PublishedPorts, Subject};

use crate::evidence::{all_is_here, container, declared, either, known, own_network};

pub(crate) fn proof(subject: &Subject, evidence: &Evidence) -> Proof {
    either(judge(subject, evidence))
}

fn judge(subject: &Subject, evidence: &Evidence) -> Result<Proof, Proof> {
    let container = container(subject)?;
    let all = declared::<PublishedPorts>(subject, evidence, "ports")?;
    all_is_here(&container)?;
    own_network(&container)?;
    let service = container.service;
    if service.ports.is_empty() {
        return Err(Proof::NotApplicable("the service does not publish a port".to_owned()));
    }
    for port in &service.ports {
        let (address, first, last) = read(port)?;
        let unknown = |why: &str| Err(Proof::Unknown(port.span, why.to_owned()));
        for ports in all {
            if ports.published_by.as_ref().is_some_and(|by| !by.has(&service.name.value)) {
                return unknown("this service is not allowed to publish ports");
            }
            if ports.address.is_some_and(|approved| !approved.accepts(address.as_deref())) {
                return unknown("the port is not published on an approved address");
            }
            if ports.deny.reaches(last, first) {
                return unknown("a forbidden port is published");
            }
            if ports.allow.as_ref().is_some_and(|allow| !allow.reaches(first, last)) {
                return unknown("the port is not an approved port");
            }
            if ports.privileged && first < 1024 {
                return unknown("the port is privileged");
            }
        }
    }
    Ok(Proof::Proved(service.key_span("ports"), "every published port is approved".to_owned()))
}

/// The address of a port, if it has one, and the first and last port of the host.
fn read(port: &compose::Port) -> Result<(Option<String>, u16, u16), Proof> {
    if let Some(text) = &port.text {
        known(text)?;
    }
    let address = port.host_ip.as_ref().map(known).transpose()?;
    let published = port.published.as_ref().ok_or_else(|| {
        Proof::Unknown(port.span, "the engine chooses the host port when the container starts".to_owned())
    })?;
    known(&published.text)?;
    let (first, last) = published.ports.ok_or_else(|| Proof::of_variable(port.span))?;
    Ok((address, first, last))
}
