//! Published ports of a service that has no network of its own.

use compose::NetworkMode;
use plimsoll_linter::prelude::*;

#[derive(Default)]
pub(crate) struct IgnoredPorts;

impl Rule for IgnoredPorts {
    fn check_container(&self, container: &Container, cx: &mut Context) {
        let service = container.service;
        let Some(mode) = service.network_mode.as_ref().filter(|_| !service.ports.is_empty()) else { return };
        // Nothing is otherwise than it says where the host's port is the container's, on all addresses.
        let is_misleading = |port: &compose::Port| port.host_ip.is_some() || !is_same(port);
        let is_host = NetworkMode::of(mode) == NetworkMode::Host;
        if is_host && !service.ports.iter().any(is_misleading) {
            return;
        }
        let why = match NetworkMode::of(mode) {
            NetworkMode::Host => "every port the service opens is already open on the host",
            NetworkMode::None => "the container has no network",
            _ => return,
        };
        let message = format!("published ports of {} are ignored", container.title());
        let finding = cx.report(service.key_span("ports"), message);
        finding
            .here("Docker does not publish ports in this network mode")
            .label(mode.span, why)
            .help(format!("remove `{}` or `{}`", container.says("ports"), container.says("network_mode")));
        // dclint asks for an address, whatever the network.
        let is_bound = service.ports.iter().all(|port| port.host_ip.is_some());
        if is_bound || NetworkMode::of(mode) == NetworkMode::None {
            finding.answers_to([]);
        }
    }
}

/// Whether a port has the same number on the host and in the container.
fn is_same(port: &compose::Port) -> bool {
    match (&port.published, &port.target) {
        (Some(published), Some(target)) => published.text.value == target.text.value,
        _ => false,
    }
}
