//! A published port on which the image does not listen.

use plimsoll_linter::prelude::*;

#[derive(Default)]
pub(crate) struct UnservedPort;

impl Rule for UnservedPort {
    fn check_container(&self, container: &Container, cx: &mut Context) {
        let Some((image, known)) = container.small_server() else { return };
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
                .label(image.span, format!("this image listens on port {}", own.join(" and ")))
                .help(format!(
                    "publish container port {first}: the part after the `:` is the container port"
                ));
        }
    }
}
