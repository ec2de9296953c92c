//! An address of another service with the port that this has on the host.

use plimsoll_linter::prelude::*;
use project::PortRequest;

#[derive(Default)]
pub(crate) struct HostPortInside;

impl Rule for HostPortInside {
    fn check_app(&self, _app: &ComposeApp, cx: &mut Context) {
        for PortRequest { server, port, reference, .. } in cx.project().port_requests() {
            let published = server.published_as(port);
            let target = published.and_then(|published| published.target.as_ref());
            let (Some(published), Some(target)) = (published, target) else { continue };
            let (name, inside) = (server.name(), &target.text.value);
            let message = format!("service `{name}` does not listen on port {port} inside the network");
            let finding = cx.report(reference.span, message);
            finding
                .here(format!("port {port} of `{name}` exists only on the host"))
                .label(published.span, format!("inside the network, `{name}` listens on port {inside}"))
                .help(format!("use port {inside}"));
            if let Some(remark) = reference.remark() {
                finding.note(remark);
            }
        }
    }
}
