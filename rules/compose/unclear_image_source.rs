//! A service that builds an image which may just as well be pulled.

use plimsoll_linter::prelude::*;

#[derive(Default)]
pub(crate) struct UnclearImageSource;

impl Rule for UnclearImageSource {
    fn check_service(&self, service: &compose::Service, cx: &mut Context) {
        let (Some(_), Some(image), None) = (&service.build, &service.image, &service.pull_policy) else {
            return;
        };
        let message = format!("service `{}` may be built or pulled", service.name.value);
        cx.report(service.key_span("build"), message)
            .here("is what is built meant")
            .label(image.span, "or what a registry has under this name")
            .help("write `pull_policy: build`, or `missing` to pull what is not here yet");
    }
}
