//! Published ports of a service that is on internal networks only.

use plimsoll_linter::prelude::*;

#[derive(Default)]
pub(crate) struct UnreachablePort;

impl Rule for UnreachablePort {
    fn check_app(&self, app: &ComposeApp, cx: &mut Context) {
        // In a stack, networks are overlays, and ports are published through another network.
        if app.is_stack() || app.services().any(is_for_swarm) {
            return;
        }
        for service in app.services().filter(|service| !service.ports.is_empty()) {
            let networks = app.networks_of(service);
            let internal = |network: &project::NetworkUse| {
                let declared = network.declared?;
                let is_bridge = declared.driver.as_ref().is_none_or(|driver| driver.value == "bridge");
                declared.internal.as_ref().filter(|flag| flag.is(true) && is_bridge).map(compose::Typed::span)
            };
            let flags: Vec<Span> = networks.iter().filter_map(internal).collect();
            if flags.is_empty() || flags.len() != networks.len() {
                continue;
            }
            let message =
                format!("published ports of service `{}` cannot be reached from outside", service.name.value);
            let finding = cx.report(service.key_span("ports"), message);
            finding.here("published ports are not forwarded to an internal network");
            for flag in flags {
                finding.label(flag, "this network has no outside access");
            }
            finding.help("add a second network that is not internal, or remove `ports`");
        }
    }
}

/// Whether a service has settings that only Swarm reads: how it is spread over machines.
fn is_for_swarm(service: &compose::Service) -> bool {
    let deploy = service.get("deploy");
    ["mode", "placement", "endpoint_mode"].iter().any(|key| deploy.is_some_and(|it| it.get(key).is_some()))
}
