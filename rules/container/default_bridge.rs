//! A container on the bridge that all containers of a host share.

use compose::NetworkMode;
use plimsoll_linter::prelude::*;

#[derive(Default)]
pub(crate) struct DefaultBridge;

impl Rule for DefaultBridge {
    fn check_container(&self, container: &Container, cx: &mut Context) {
        if container.is_passing() {
            return;
        }
        if let Value::Known { value: NetworkMode::Bridge, set_at } = container.network_mode() {
            cx.report(set_at, format!("{} uses Docker's default bridge network", container.title()))
                .here("containers from other projects can share this network")
                .help(if container.line().is_some() {
                    "create a network with `docker network create NAME`, and pass `--network NAME`"
                } else {
                    "remove `network_mode`: services on the network that Compose creates can reach each other by name"
                });
        }
    }
}
