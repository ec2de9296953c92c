//! Addresses that are none, and what a service cannot have that uses the network of another.

use std::net::IpAddr;

use super::{Declared, Refusal, is_known};
use crate::model::{Service, ServiceNetwork};
use crate::yaml::{Scalar, Yaml};

/// What belongs to a network, which is that of another container.
const BELONGS_TO_NETWORK: [&str; 5] = ["ports", "expose", "hostname", "dns", "extra_hosts"];

pub(super) fn check(service: &Service<'_>, declared: &Declared<'_>, found: &mut Vec<Refusal>) {
    for network in &service.networks {
        addresses(network, declared, found);
    }
    servers(service, found);
    let Some(mode) = service.network_mode.as_ref().filter(|mode| is_known(mode)) else { return };
    let is_shared = mode.value.starts_with("service:") || mode.value.starts_with("container:");
    for key in BELONGS_TO_NETWORK.into_iter().filter(|key| is_shared && is_filled(service, key)) {
        let message = format!("`{key}` of a service that uses the network of another");
        let refusal = Refusal::new(service.key_span(key), message, format!("move `{key}` to the other one"));
        found.push(refusal.because(mode.span, "uses the network of this one"));
    }
}

/// Name servers and hardware addresses.
fn servers(service: &Service<'_>, found: &mut Vec<Refusal>) {
    let dns = service.get("dns");
    let listed = dns.and_then(Yaml::as_sequence).unwrap_or_default().iter().filter_map(Yaml::as_scalar);
    for server in dns.and_then(Yaml::as_scalar).into_iter().chain(listed).filter(|server| is_known(server)) {
        if !server.value.is_empty() && server.value.parse::<IpAddr>().is_err() {
            let message = format!("`{}` is no IP address of a name server", server.value);
            found.push(Refusal::new(server.span, message, "expected an address such as `9.9.9.9`"));
        }
    }
    let own = service.get("mac_address").and_then(Yaml::as_scalar).filter(|address| is_known(address));
    if let Some(address) = own.filter(|address| !is_hardware_address(&address.value)) {
        let message = format!("`{}` is no hardware address", address.value);
        found.push(Refusal::new(address.span, message, "expected six bytes such as `02:42:ac:11:00:02`"));
    }
}

fn is_hardware_address(text: &str) -> bool {
    let parts: Vec<&str> = text.split([':', '-']).collect();
    parts.len() == 6 && parts.iter().all(|part| part.len() == 2 && u8::from_str_radix(part, 16).is_ok())
}

fn is_filled(service: &Service<'_>, key: &str) -> bool {
    service.get(key).is_some_and(|value| value.as_sequence().is_none_or(|items| !items.is_empty()))
}

fn addresses(network: &ServiceNetwork<'_>, declared: &Declared<'_>, found: &mut Vec<Refusal>) {
    let pools = declared
        .networks
        .get(&*network.name.value)
        .and_then(|network| network.fields.at(&["ipam", "config"]));
    let pools = pools.and_then(|entry| entry.value.as_sequence()).unwrap_or_default();
    let subnets: Vec<&Scalar<'_>> = pools.iter().filter_map(|pool| pool.get("subnet")?.as_scalar()).collect();
    let is_open = subnets.iter().any(|subnet| !is_known(subnet) || parse(&subnet.value).is_none());
    for address in [&network.ipv4_address, &network.ipv6_address].into_iter().flatten() {
        if !is_known(address) {
            continue;
        }
        let Ok(ip) = address.value.parse::<IpAddr>() else {
            let message = format!("`{}` is no IP address", address.value);
            found.push(Refusal::new(address.span, message, "expected an address such as `172.30.0.10`"));
            continue;
        };
        let same_kind = subnets.iter().filter_map(|subnet| Some((subnet, parse(&subnet.value)?)));
        let mut same_kind = same_kind.filter(|(_, (base, _))| base.is_ipv4() == ip.is_ipv4()).peekable();
        let first = same_kind.peek().map(|(subnet, _)| subnet.span);
        if let Some(first) = first.filter(|_| !is_open && !same_kind.any(|(_, subnet)| contains(subnet, ip)))
        {
            let message = format!("`{}` is outside of network `{}`", address.value, network.name.value);
            let refusal = Refusal::new(address.span, message, "choose an address inside of its subnet");
            found.push(refusal.because(first, "the subnet"));
        }
    }
}

/// `172.30.0.0/16`
fn parse(subnet: &str) -> Option<(IpAddr, u32)> {
    let (base, bits) = subnet.split_once('/')?;
    let base: IpAddr = base.parse().ok()?;
    let bits: u32 = bits.parse().ok()?;
    (bits <= if base.is_ipv4() { 32 } else { 128 }).then_some((base, bits))
}

fn contains((base, bits): (IpAddr, u32), ip: IpAddr) -> bool {
    let number = |ip: IpAddr| match ip {
        IpAddr::V4(ip) => u128::from(u32::from(ip)) << 96,
        IpAddr::V6(ip) => u128::from(ip),
    };
    let shift = 128 - bits;
    shift == 128 || number(base) >> shift == number(ip) >> shift
}
