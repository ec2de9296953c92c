//! A network between hosts whose traffic anybody in between can read.

use plimsoll_linter::prelude::*;

#[derive(Default)]
pub(crate) struct UnencryptedOverlay;

impl Rule for UnencryptedOverlay {
    fn check_app(&self, app: &ComposeApp, cx: &mut Context) {
        for network in app.compose.networks.iter().filter(|network| network.external.is_none()) {
            let Some(driver) = network.driver.as_ref().filter(|driver| driver.value == "overlay") else {
                continue;
            };
            if network.fields.at(&["driver_opts", "encrypted"]).is_none() {
                let message =
                    format!("network `{}` does not encrypt traffic between hosts", network.key.value);
                cx.report(driver.span, message)
                    .here("overlay traffic is not encrypted by default")
                    .help("set `driver_opts: {encrypted: \"\"}`");
            }
        }
    }
}
