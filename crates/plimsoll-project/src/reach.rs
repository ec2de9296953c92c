//! What can be reached from outside, and through what.

use std::collections::HashSet;

use plimsoll_compose::Service;

use crate::App;

/// How a service can be reached from outside.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reach<'p> {
    /// How many services lie between: none for one that publishes a port, or is on the host's own network.
    pub hops: usize,
    /// The service before it, by its place among the services, and the network that both are on.
    pub through: Option<(usize, &'p str)>,
}

impl App<'_> {
    /// For each service the shortest way to it from outside, if there is one; of two that are as short, the one over a
    /// network that is not `internal`.
    pub fn reaches(&self) -> Vec<Option<Reach<'_>>> {
        let mut reaches: Vec<Option<Reach<'_>>> = vec![None; self.compose.services.len()];
        let mut seen = HashSet::new();
        let published = self.services().enumerate().filter(|(_, service)| is_published(service));
        let mut level: Vec<_> =
            published.map(|(index, _)| (index, Reach { hops: 0, through: None })).collect();
        while !level.is_empty() {
            let mut ways = Vec::new();
            for (index, reach) in std::mem::take(&mut level) {
                let Some(known) = reaches.get_mut(index).filter(|known| known.is_none()) else { continue };
                *known = Some(reach);
                let networks = self.compose.services.get(index).map(|service| self.networks_of(service));
                for network in networks.into_iter().flatten().filter(|network| seen.insert(network.name)) {
                    let next = Reach { hops: reach.hops + 1, through: Some((index, network.name)) };
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
        reaches
    }
}

/// Whether the outside reaches a service itself.
fn is_published(service: &Service<'_>) -> bool {
    let mode = service.network_mode.as_ref().map(|mode| &*mode.value);
    mode == Some("host") || mode.is_none() && !service.ports.is_empty()
}
