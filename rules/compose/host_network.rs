//! `network_mode: host`.

use compose::NetworkMode;
use plimsoll_linter::prelude::*;

#[derive(Default)]
pub(crate) struct HostNetwork;

impl Rule for HostNetwork {
    fn check_container(&self, container: &Container, cx: &mut Context) {
        let service = container.service;
        if let Some(mode) =
            service.network_mode.as_ref().filter(|mode| NetworkMode::of(mode) == NetworkMode::Host)
        {
            let message = format!("{} uses the host's network", container.title());
            cx.report(mode.span, message)
                .here("the container opens ports on the host and can connect to services on the host's localhost")
                .help("remove this setting and publish the ports that clients need");
        }
        if let (Some(mode), Some(owner)) = (&service.network_mode, container.app.network_owner(service))
            && owner.network() == Some(NetworkMode::Host)
        {
            let owner = &owner.name.value;
            cx.report(mode.span, format!("{} uses the host's network", container.title()))
                .here(format!("service `{owner}` uses the host's network, and this service shares it"))
                .help(format!("use a separate network for `{owner}`"));
        }
        if let Some(network) = container.host_network() {
            cx.report(network.span, format!("{} uses the host's network", container.title()))
                .here("this is the engine's `host` network, which has no isolation")
                .help("use another network and publish the ports that clients need");
        }
        let build = service.build.as_ref().and_then(|build| build.network.as_ref());
        if let Some(network) = build.filter(|network| NetworkMode::of(network) == NetworkMode::Host) {
            let message = format!("{} is built on the host's network", container.title());
            cx.report(network.span, message)
                .here("the build can reach services on the host's localhost")
                .help("remove this setting")
                .answers_to(["cis:5.10"]);
        }
    }
}
