//! Every published port has an address, and none of them means all.

use std::net::IpAddr;

use plimsoll_linter::prelude::*;
use plimsoll_linter::{Evidence, Proof, Subject};

use crate::evidence::{all_is_here, container, either, known, own_network};

pub(crate) fn proof(subject: &Subject, _: &Evidence) -> Proof {
    either(container(subject).and_then(|container| judge(&container)))
}

fn judge(container: &Container) -> Result<Proof, Proof> {
    let service = container.service;
    all_is_here(container)?;
    own_network(container)?;
    if service.ports.is_empty() {
        return Err(Proof::NotApplicable("the service does not publish a port".to_owned()));
    }
    if let Some(flag) = container.app.internal_networks(service).first() {
        let why = "the service is only on internal networks, to which no port is forwarded";
        return Ok(Proof::Proved(*flag, why.to_owned()));
    }
    for port in &service.ports {
        let Some(address) = &port.host_ip else {
            let is_hidden = port.text.as_ref().is_some_and(compose::yaml::Scalar::is_interpolated);
            let why = if is_hidden { "the address depends on a variable" } else { "no address is set" };
            return Err(Proof::Unknown(port.span, why.to_owned()));
        };
        let value = known(address)?;
        if compose::is_any_address(&value) {
            return Err(Proof::Unknown(port.span, "the port is published on all host addresses".to_owned()));
        }
        if value.trim_matches(['[', ']']).parse::<IpAddr>().is_err() {
            return Err(Proof::Unknown(address.span, format!("`{value}` is not a valid IP address")));
        }
    }
    Ok(Proof::Proved(
        service.key_span("ports"),
        "every published port is bound to a specific address".to_owned(),
    ))
}
