//! A service asks another one for a port on which its image does not listen.

use plimsoll_linter::prelude::*;
use project::PortRequest;

#[derive(Default)]
pub(crate) struct UnservedServicePort;

impl Rule for UnservedServicePort {
    fn check_app(&self, _app: &ComposeApp, cx: &mut Context) {
        for PortRequest { client, server, port, reference } in cx.project().port_requests() {
            // `host-port-inside` reports a host port.
            if server.may_listen_on(port) || server.published_as(port).is_some() {
                continue;
            }
            let Some((image, known)) = server.small_server() else { continue };
            let ports: Vec<String> = known.ports().map(|own| own.to_string()).collect();
            let message = format!("{} does not listen on port {port}", server.title());
            let finding = cx.report(reference.span, message);
            finding
                .here(format!("connections from `{}` are refused", client.name()))
                .label(image.span, format!("this image listens on port {}", ports.join(" and ")));
            if let [only] = &ports[..] {
                finding.help(format!("use port {only}"));
            }
            if let Some(remark) = reference.remark() {
                finding.note(remark);
            }
        }
    }
}
