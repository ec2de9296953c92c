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
            cx.report(set_at, format!("{} is on Docker's default bridge", container.title()))
                .here("other projects' containers that have no network of their own are on it too")
                .help(if container.line().is_some() {
                    "add `--network NAME`, a network created with `docker network create NAME`"
                } else {
                    "remove it: Compose creates a network for this project, where services reach each other by name"
                });
        }
    }
}
