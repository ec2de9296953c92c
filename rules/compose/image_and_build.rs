//! A service that both builds an image and names one.

use plimsoll_linter::prelude::*;

#[derive(Default)]
pub(crate) struct ImageAndBuild;

impl Rule for ImageAndBuild {
    fn check_service(&self, service: &compose::Service, cx: &mut Context) {
        let (Some(image), Some(_), None) = (&service.image, &service.build, &service.pull_policy) else { return };
        let message = format!("service `{}` has both `build` and `image`", service.name.value);
        cx.report(service.key_span("build"), message)
            .here("what is built gets the name")
            .label(image.span, "is pulled where it can be, instead of built")
            .help("say which is meant with `pull_policy`: `build`, or `missing`");
    }
}
