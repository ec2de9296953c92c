//! What can be reached from outside, and through what.

use std::collections::HashSet;
use std::net::IpAddr;

use plimsoll_compose::{NetworkMode, Port, Service, Typed};
use plimsoll_diagnostics::Span;

use crate::{ComposeApp, NetworkUse, resolve};

/// How a service can be reached from outside.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reach<'p> {
    /// How many services lie between: none for one that publishes a port, or is on the host's own network.
    pub hops: usize,
    /// The service before it, by its place among the services, and the network that both are on.
    pub through: Option<(usize, &'p str)>,
    /// Whether all ways start at the host itself: at ports that are published on its loopback address.
    pub is_local: bool,
}

impl ComposeApp<'_> {
    /// For each service the shortest way to it from outside, if there is one; of two that are as short, the one over a
    /// network that is not `internal`.
    pub fn reaches(&self) -> Vec<Option<Reach<'_>>> {
        let mut reaches: Vec<Option<Reach<'_>>> = vec![None; self.compose.services.len()];
        let mut seen = HashSet::new();
        for is_local in [false, true] {
            self.spread(is_local, &mut reaches, &mut seen);
        }
        // Whoever reaches the network of a service reaches all that share it.
        for (index, service) in self.services().enumerate() {
            let owner = self.network_owner(service).and_then(|owner| self.index_of(&owner.name.value));
            let of_owner = owner.and_then(|owner| reaches.get(owner).copied().flatten());
            if let (Some(reach), Some(own)) = (of_owner, reaches.get_mut(index)) {
                *own = Some(reach);
            }
        }
        reaches
    }

    /// The flags of its networks, if a service is only on internal ones: the engine forwards no port to these. None in a
    /// stack, which publishes ports through a network of its own.
    pub fn internal_networks(&self, service: &Service<'_>) -> Vec<Span> {
        if service.ports.is_empty() || self.is_for_swarm() {
            return Vec::new();
        }
        let networks = self.networks_of(service);
        let internal = |network: &NetworkUse<'_>| {
            let declared = network.declared?;
            let is_bridge = declared.driver.as_ref().is_none_or(|driver| driver.value == "bridge");
            declared.internal.as_ref().filter(|flag| flag.is(true) && is_bridge).map(Typed::span)
        };
        let flags: Vec<Span> = networks.iter().filter_map(internal).collect();
        if flags.len() == networks.len() { flags } else { Vec::new() }
    }

    /// For each service that nothing here reaches whether it may be reached all the same: it is on an external network, or
    /// shares a network with such a one, or nobody knows its network.
    pub fn may_be_reached(&self, reaches: &[Option<Reach<'_>>]) -> Vec<bool> {
        let is_open = |service: &Service<'_>| match service.network() {
            Some(NetworkMode::Container(_) | NetworkMode::Other(_)) => true,
            Some(NetworkMode::Service(name)) => self.service_named(name).is_none(),
            Some(_) => false,
            None if service.networks.is_empty() && service.extends.is_some() => true,
            None => self.networks_of(service).iter().any(|network| {
                network.declared.is_some_and(|own| {
                    own.external.as_ref().is_some_and(|external| external.value != Some(false))
                })
            }),
        };
        let mut open: Vec<bool> = self.services().map(is_open).collect();
        let mut left: Vec<usize> =
            open.iter().enumerate().filter(|(_, open)| **open).map(|(at, _)| at).collect();
        let mut seen = HashSet::new();
        while let Some(at) = left.pop() {
            let networks = self.compose.services.get(at).map(|service| self.networks_of(service));
            for network in networks.into_iter().flatten().filter(|network| seen.insert(network.name)) {
                for &other in self.by_network.get(network.name).into_iter().flatten() {
                    if let Some(open) = open.get_mut(other).filter(|open| !**open) {
                        *open = true;
                        left.push(other);
                    }
                }
            }
        }
        // Whoever reaches the network of a service reaches all that share it.
        for (at, service) in self.services().enumerate() {
            let owner = self.network_owner(service).and_then(|owner| self.index_of(&owner.name.value));
            if owner.is_some_and(|owner| open.get(owner).copied().unwrap_or_default())
                && let Some(open) = open.get_mut(at)
            {
                *open = true;
            }
        }
        open.iter().zip(reaches).map(|(open, reach)| *open && reach.is_none()).collect()
    }

    /// Goes from what is published over networks that were not `seen` yet, to services that have no way yet.
    fn spread<'p>(&'p self, is_local: bool, reaches: &mut [Option<Reach<'p>>], seen: &mut HashSet<&'p str>) {
        let published = self.services().enumerate().filter(|(_, own)| self.internal_networks(own).is_empty());
        let published = published.filter(|(_, own)| is_published(own) && is_on_loopback(own) == is_local);
        let start = Reach { hops: 0, through: None, is_local };
        let mut level: Vec<_> = published.map(|(index, _)| (index, start)).collect();
        while !level.is_empty() {
            let mut ways = Vec::new();
            for (index, reach) in std::mem::take(&mut level) {
                let Some(known) = reaches.get_mut(index).filter(|known| known.is_none()) else { continue };
                *known = Some(reach);
                let networks = self.compose.services.get(index).map(|service| self.networks_of(service));
                for network in networks.into_iter().flatten().filter(|network| seen.insert(network.name)) {
                    let through = Some((index, network.name));
                    let next = Reach { hops: reach.hops + 1, through, is_local };
                    ways.push((network.declared.is_some_and(|own| own.internal.is_some()), next));
                }
            }
            ways.sort_by_key(|(is_internal, _)| *is_internal);
            for (_, next) in ways {
                let network = next.through.map_or("", |(_, network)| network);
                let others = self.by_network.get(network).into_iter().flatten();
                level.extend(others.map(|&other| (other, next)));
            }
        }
    }
}

/// Whether a service publishes its ports for the programs of its host alone.
fn is_on_loopback(service: &Service<'_>) -> bool {
    let is_loopback = |address: &str| {
        address == "localhost" || address.parse::<IpAddr>().is_ok_and(|address| address.is_loopback())
    };
    let is_local = |port: &Port<'_>| {
        port.host_ip.as_ref().is_some_and(|address| resolve(address).is_known_and(|it| is_loopback(&it)))
    };
    service.network_mode.is_none() && service.ports.iter().all(is_local)
}

/// Whether the outside reaches a service itself.
fn is_published(service: &Service<'_>) -> bool {
    let mode = service.network();
    mode == Some(NetworkMode::Host) || mode.is_none() && !service.ports.is_empty()
}
