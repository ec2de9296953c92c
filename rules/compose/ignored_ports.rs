//! Published ports of a service that has no network of its own.

use plimsoll_linter::prelude::*;

#[derive(Default)]
pub(crate) struct IgnoredPorts;

impl Rule for IgnoredPorts {
    fn check_service(&self, service: &compose::Service, cx: &mut Context) {
        let Some(mode) = service.network_mode.as_ref().filter(|_| !service.ports.is_empty()) else { return };
        let why = match &*mode.value {
            "host" => "whatever it opens is open on the host already",
            "none" => "it is on no network at all",
            _ => return,
        };
        let message = format!("the published ports of service `{}` are ignored", service.name.value);
        let finding = cx.report(service.key_span("ports"), message);
        finding.here("has no effect").label(mode.span, why).help("remove `ports`, or `network_mode`");
        if mode.value == "none" {
            finding.answers_to([]);
        }
    }
}
