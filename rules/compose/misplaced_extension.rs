//! An extension field below `services`, which Compose starts as a service.

use plimsoll_linter::prelude::*;

#[derive(Default)]
pub(crate) struct MisplacedExtension;

impl Rule for MisplacedExtension {
    fn check_service(&self, service: &compose::Service, cx: &mut Context) {
        let name = &service.name.value;
        // With a profile, it is off by intention.
        if !name.starts_with("x-") || !service.profiles.is_empty() {
            return;
        }
        cx.report(service.name.span, format!("`{name}` is started as a service"))
            .here("`x-` marks an extension at the top level or inside a service, not here")
            .help(format!("move `{name}` to the top level of the file"));
    }
}
