//! Published ports of a service that has no network of its own.

use compose::NetworkMode;
use plimsoll_linter::prelude::*;

#[derive(Default)]
pub(crate) struct IgnoredPorts;

impl Rule for IgnoredPorts {
    fn check_container(&self, container: &Container, cx: &mut Context) {
        let service = container.service;
        let Some(mode) = service.network_mode.as_ref().filter(|_| !service.ports.is_empty()) else { return };
        let why = match NetworkMode::of(mode) {
            NetworkMode::Host => "whatever it opens is open on the host already",
            NetworkMode::None => "it is on no network at all",
            _ => return,
        };
        let message = format!("the published ports of {} are ignored", container.title());
        let finding = cx.report(service.key_span("ports"), message);
        finding.here("has no effect").label(mode.span, why).help(format!(
            "remove `{}`, or `{}`",
            container.says("ports"),
            container.says("network_mode")
        ));
        if NetworkMode::of(mode) == NetworkMode::None {
            finding.answers_to([]);
        }
    }
}
