//! Addresses that are none, and what a service cannot have that uses the network of another.

use std::cmp::Reverse;
use std::net::IpAddr;

use super::pool::{Subnet, gateway, is_external, pools};
use super::{Declared, Refusal, is_known};
use crate::model::{NetworkMode, Service, ServiceNetwork};
use crate::yaml::{Scalar, Yaml};

/// What belongs to a network, which is that of another container.
const BELONGS_TO_NETWORK: [&str; 5] = ["ports", "expose", "hostname", "dns", "extra_hosts"];

pub(super) fn check(service: &Service<'_>, declared: &Declared<'_>, found: &mut Vec<Refusal>) {
    for network in &service.networks {
        addresses(network, declared, found);
        taken(service, network, declared, found);
    }
    servers(service, found);
    let Some(mode) = service.network_mode.as_ref().filter(|mode| is_known(mode)) else { return };
    let is_shared = matches!(NetworkMode::of(mode), NetworkMode::Service(_) | NetworkMode::Container(_));
    for key in BELONGS_TO_NETWORK.into_iter().filter(|key| is_shared && is_filled(service, key)) {
        let message = format!("`{key}` cannot be set when a service uses another service's network");
        let refusal =
            Refusal::new(service.key_span(key), message, format!("move `{key}` to the other service"));
        found.push(refusal.because(mode.span, "this service's network is used"));
    }
}

/// Name servers and hardware addresses.
fn servers(service: &Service<'_>, found: &mut Vec<Refusal>) {
    let dns = service.get("dns");
    let listed = dns.and_then(Yaml::as_sequence).unwrap_or_default().iter().filter_map(Yaml::as_scalar);
    for server in dns.and_then(Yaml::as_scalar).into_iter().chain(listed).filter(|server| is_known(server)) {
        if !server.value.is_empty() && server.value.parse::<IpAddr>().is_err() {
            let message = format!("`{}` is not a valid DNS server address", server.value);
            found.push(Refusal::new(server.span, message, "use an address such as `9.9.9.9`"));
        }
    }
    let own = service.get("mac_address").and_then(Yaml::as_scalar).filter(|address| is_known(address));
    let uses = service.networks.iter().filter_map(|network| network.mac_address.as_ref());
    for address in own.into_iter().chain(uses.filter(|address| is_known(address))) {
        if !is_hardware_address(&address.value) {
            let message = format!("`{}` is not a valid MAC address", address.value);
            let help = "use six bytes such as `02:42:ac:11:00:02`";
            found.push(Refusal::new(address.span, message, help));
        }
    }
    // docker/compose, `pkg/compose/create.go`: the service's own is that of the network with the highest priority.
    let first = service.networks.iter().min_by_key(|network| {
        let priority = network.priority.as_ref().and_then(|priority| priority.value).unwrap_or(0);
        (Reverse(priority), &network.name.value)
    });
    let other = first.and_then(|network| network.mac_address.as_ref()).filter(|other| is_known(other));
    if let (Some(own), Some(other)) = (own, other)
        && own.value != other.value
    {
        let message = "`mac_address` differs between the service and its network".to_owned();
        let refusal = Refusal::new(own.span, message, "keep only the network's `mac_address`");
        found.push(refusal.because(other.span, "the other address is set here"));
    }
}

/// Six, eight or twenty bytes: `02:42:ac:11:00:02`, `0242.ac11.0002` (Go, `net.ParseMAC`).
fn is_hardware_address(text: &str) -> bool {
    let digits = if text.contains('.') { 4 } else { 2 };
    let parts: Vec<&str> = text.split([':', '-', '.']).collect();
    let is_hex = |part: &&str| part.len() == digits && part.bytes().all(|byte| byte.is_ascii_hexdigit());
    matches!(parts.len() * digits, 12 | 16 | 40) && parts.iter().all(is_hex)
}

fn is_filled(service: &Service<'_>, key: &str) -> bool {
    service.get(key).is_some_and(|value| value.as_sequence().is_none_or(|items| !items.is_empty()))
}

/// Addresses that another service has, unless a profile keeps the two apart.
fn taken(
    service: &Service<'_>,
    network: &ServiceNetwork<'_>,
    declared: &Declared<'_>,
    found: &mut Vec<Refusal>,
) {
    for address in [&network.ipv4_address, &network.ipv6_address].into_iter().flatten() {
        let key = (&*network.name.value, &*address.value);
        let Some((other, at)) = declared.addresses.get(&key) else { continue };
        let is_apart = !service.profiles.is_empty() || !other.profiles.is_empty();
        if other.name.value != service.name.value && !is_apart {
            let message = format!("`{}` is the address of service `{}`", address.value, other.name.value);
            let refusal = Refusal::new(address.span, message, "change one of the two addresses");
            found.push(refusal.because(*at, "already used here"));
        }
    }
}

fn addresses(network: &ServiceNetwork<'_>, declared: &Declared<'_>, found: &mut Vec<Refusal>) {
    let name = &*network.name.value;
    let declaration = declared.networks.get(name).copied();
    let subnets: Vec<&Scalar<'_>> = declaration
        .into_iter()
        .flat_map(pools)
        .filter_map(|pool| pool.get("subnet").and_then(Yaml::as_scalar))
        .collect();
    let is_open = subnets.iter().any(|subnet| !is_known(subnet) || Subnet::parse(&subnet.value).is_none());
    let is_made = declaration.map_or(name == "default", |declaration| !is_external(declaration));
    let kinds = [(&network.ipv4_address, true, "v4"), (&network.ipv6_address, false, "v6")];
    for (address, is_ipv4, kind) in kinds {
        let Some(address) = address.as_ref().filter(|address| is_known(address)) else { continue };
        let Some(ip) = address.value.parse().ok().filter(|ip: &IpAddr| ip.is_ipv4() == is_ipv4) else {
            let message = format!("`{}` is not a valid IP{kind} address", address.value);
            let help = if is_ipv4 { "`172.30.0.10`" } else { "`fd00::10`" };
            found.push(Refusal::new(address.span, message, format!("use an address such as {help}")));
            continue;
        };
        if let Some((of_network, span)) = declaration.and_then(gateway)
            && of_network == ip
        {
            let message = format!("`{}` is the gateway of network `{name}`", address.value);
            let refusal = Refusal::new(address.span, message, "choose another address inside the subnet");
            found.push(refusal.because(span, "the gateway has this address"));
            continue;
        }
        let same_kind = subnets.iter().filter_map(|subnet| Some((subnet, Subnet::parse(&subnet.value)?)));
        let mut same_kind = same_kind.filter(|(_, subnet)| subnet.is_ipv4() == is_ipv4).peekable();
        let first = same_kind.peek().map(|(subnet, _)| subnet.span);
        if is_open || same_kind.any(|(_, subnet)| subnet.contains(ip) || subnet.is_any()) {
            continue;
        }
        if let Some(first) = first {
            let message = format!("`{}` is outside network `{name}`", address.value);
            let refusal =
                Refusal::new(address.span, message, "choose an address inside the network's subnet");
            found.push(refusal.because(first, "the subnet"));
        } else if is_made && declared.is_complete {
            // Compose Specification, `ipv4_address`: `ipam` must have a subnet that covers it.
            let message = format!("no subnet of network `{name}` contains `{}`", address.value);
            found.push(Refusal::new(
                address.span,
                message,
                "add a subnet: `ipam: { config: [{ subnet: … }] }`",
            ));
        }
    }
    for address in network.link_local_ips.iter().filter(|address| is_known(address)) {
        if address.value.parse::<IpAddr>().is_err() {
            let message = format!("`{}` is not a valid IP address", address.value);
            found.push(Refusal::new(address.span, message, "use an address such as `169.254.8.8`"));
        }
    }
}
