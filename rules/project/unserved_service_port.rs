//! A service asks another one for a port on which its image does not listen.

use plimsoll_linter::prelude::*;
use project::HostNames;

#[derive(Default)]
pub(crate) struct UnservedServicePort;

impl Rule for UnservedServicePort {
    fn check_app(&self, app: &ComposeApp, cx: &mut Context) {
        if !app.is_complete() {
            return;
        }
        let names = HostNames::new(app);
        for container in cx.project().containers().filter(|own| own.service.network_mode.is_none()) {
            let of_files = container.host_references_of_files();
            for reference in container.host_references().into_iter().chain(of_files) {
                let Some(port) = reference.port else { continue };
                let Some(asked) = container.other(&names, &reference.host) else { continue };
                // `host-port-inside` reports a host port.
                if asked.may_listen_on(port) || asked.published_as(port).is_some() {
                    continue;
                }
                let Some((image, known)) = asked.small_server() else { continue };
                let ports: Vec<String> = known.ports().map(|own| own.to_string()).collect();
                let message = format!("{} does not listen on port {port}", asked.title());
                let finding = cx.report(reference.span, message);
                finding
                    .here(format!("connections from `{}` are refused", container.name()))
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
}
