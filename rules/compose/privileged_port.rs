//! A port below 1024, inside or outside of the container.

use plimsoll_linter::prelude::*;

#[derive(Default)]
pub(crate) struct PrivilegedPort;

impl Rule for PrivilegedPort {
    fn check_service(&self, service: &compose::Service, cx: &mut Context) {
        if service
            .cap_drop
            .iter()
            .any(|dropped| dropped.value.to_ascii_uppercase().ends_with("NET_BIND_SERVICE"))
        {
            return;
        }
        for port in &service.ports {
            let inside = port.target.as_ref().and_then(|target| Some((target.ports?.0, target)));
            let outside = port.published.as_ref().and_then(|published| Some((published.ports?.0, published)));
            let low = [outside, inside].into_iter().flatten().find(|(number, _)| *number < 1024);
            let Some((number, range)) = low else { continue };
            let span = if range.text.span.is_empty() { port.span } else { range.text.span };
            cx.report(span, format!("service `{}` uses the privileged port {number}", service.name.value))
                .here("only root, or who has `NET_BIND_SERVICE`, may listen below 1024")
                .help("listen above 1024, and leave 80 and 443 to a proxy");
        }
    }
}
