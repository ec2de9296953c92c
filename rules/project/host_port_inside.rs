//! An address of another service with the port that this has on the host.

use plimsoll_linter::prelude::*;
use project::HostNames;

#[derive(Default)]
pub(crate) struct HostPortInside;

impl Rule for HostPortInside {
    fn check_app(&self, app: &ComposeApp, cx: &mut Context) {
        if !app.is_complete() {
            return;
        }
        let names = HostNames::new(app);
        for container in cx.project().containers().filter(|own| own.service.network_mode.is_none()) {
            let of_files = container.host_references_of_files();
            for reference in container.host_references().into_iter().chain(of_files) {
                let Some(port) = reference.port else { continue };
                let Some(meant) = container.other(&names, &reference.host) else { continue };
                let published = meant.published_as(port);
                let target = published.and_then(|published| published.target.as_ref());
                let (Some(published), Some(target)) = (published, target) else { continue };
                let (name, inside) = (meant.name(), &target.text.value);
                let message = format!("service `{name}` does not listen on port {port} inside the network");
                let finding = cx.report(reference.span, message);
                finding
                    .here(format!("`{name}`'s port {port} exists only on the host"))
                    .label(published.span, format!("inside the network, `{name}` listens on port {inside}"))
                    .help(format!("use port {inside}"));
                if let Some(remark) = reference.remark() {
                    finding.note(remark);
                }
            }
        }
    }
}
