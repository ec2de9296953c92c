//! A service on the bridge that all containers of a host share.

use compose::NetworkMode;
use plimsoll_linter::prelude::*;

#[derive(Default)]
pub(crate) struct DefaultBridge;

impl Rule for DefaultBridge {
    fn check_service(&self, service: &compose::Service, cx: &mut Context) {
        let is_bridge = service.network() == Some(NetworkMode::Bridge);
        if let Some(mode) = service.network_mode.as_ref().filter(|_| is_bridge) {
            cx.report(mode.span, format!("service `{}` is on Docker's default bridge", service.name.value))
                .here("every container that names no network is there, of other projects too")
                .help("remove it: Compose then makes a network for this project, on which names resolve");
        }
    }
}
