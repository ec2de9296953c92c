//! Published ports of a service that is on internal networks only.

use plimsoll_linter::prelude::*;

#[derive(Default)]
pub(crate) struct UnreachablePort;

impl Rule for UnreachablePort {
    fn check_app(&self, app: &ComposeApp, cx: &mut Context) {
        for service in app.services() {
            let flags = app.internal_networks(service);
            if flags.is_empty() {
                continue;
            }
            let message =
                format!("published ports of service `{}` cannot be reached from outside", service.name.value);
            let finding = cx.report(service.key_span("ports"), message);
            finding.here("published ports are not forwarded to an internal network");
            for flag in flags {
                finding.label(flag, "this network has no outside access");
            }
            finding.help("add a second network that is not internal, or remove `ports`");
        }
    }
}
