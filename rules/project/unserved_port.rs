//! A published port on which the image does not listen.

use plimsoll_linter::prelude::*;
use project::ImageKind;

#[derive(Default)]
pub(crate) struct UnservedPort;

impl Rule for UnservedPort {
    fn check_container(&self, container: &Container, cx: &mut Context) {
        let is_small = |known: &project::KnownImage| {
            let is_server = known.is_data_store() || known.kind == ImageKind::WebServer;
            is_server && matches!(known.ports().count(), 1 | 2)
        };
        let Some(known) = container.known_image().filter(is_small) else { return };
        let Some(image) = container.image().get().filter(|_| !container.is_built()) else { return };
        for port in container.published() {
            let Some(target) = &port.target else { continue };
            let Some(number) = target.single().filter(|number| !container.may_serve(*number)) else {
                continue;
            };
            let own: Vec<String> = known.ports().map(|own| own.to_string()).collect();
            let Some(first) = own.first() else { return };
            let finding = cx.report(
                target.text.span,
                format!("nothing listens on port {number} of `{}`", container.name()),
            );
            finding
                .here("connections to the published port are refused")
                .label(image.span, format!("this image listens on {}", own.join(" and ")))
                .help(format!("publish container port {first}: the host port comes before the `:`"));
        }
    }
}
