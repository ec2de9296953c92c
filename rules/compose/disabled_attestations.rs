//! A build without its provenance.

use plimsoll_linter::prelude::*;

#[derive(Default)]
pub(crate) struct DisabledAttestations;

impl Rule for DisabledAttestations {
    fn check_service(&self, service: &compose::Service, cx: &mut Context) {
        let provenance = service.get("build").and_then(|build| build.get("provenance")?.as_scalar());
        if let Some(provenance) = provenance.filter(|provenance| provenance.value == "false") {
            cx.report(provenance.span, format!("the image of `{}` has no provenance", service.name.value))
                .here("no one can tell from what and how it was built")
                .help("remove it, or write `provenance: mode=max`");
        }
    }
}
