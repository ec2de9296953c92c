//! A container on the bridge that all containers of a host share.

use compose::NetworkMode;
use plimsoll_linter::prelude::*;

#[derive(Default)]
pub(crate) struct DefaultBridge;

impl Rule for DefaultBridge {
    fn check_container(&self, container: &Container, cx: &mut Context) {
        if let Value::Known { value: NetworkMode::Bridge, set_at } = container.network_mode() {
            cx.report(set_at, format!("{} is on Docker's default bridge", container.title()))
                .here("every container that names no network is there, of other projects too")
                .help(if container.line().is_some() {
                    "add `--network NAME`, with a network that `docker network create NAME` made"
                } else {
                    "remove it: Compose then makes a network for this project, on which names resolve"
                });
        }
    }
}
