//! A build without its provenance.

use plimsoll_linter::prelude::*;

#[derive(Default)]
pub(crate) struct DisabledAttestations;

impl Rule for DisabledAttestations {
    fn check_service(&self, service: &compose::Service, cx: &mut Context) {
        let provenance = service.get("build").and_then(|build| build.get("provenance")?.as_scalar());
        if let Some(provenance) = provenance.filter(|provenance| provenance.value == "false") {
            cx.report(
                provenance.span,
                format!("the image for service `{}` has no provenance attestation", service.name.value),
            )
            .here("nothing records how the image was built, or from which source")
            .help("remove this setting, or use `provenance: mode=max`");
        }
    }
}
