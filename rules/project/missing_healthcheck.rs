//! A Dockerfile without a health check, which no service builds.

use plimsoll_linter::prelude::*;

#[derive(Default)]
pub(crate) struct MissingHealthcheck;

impl Rule for MissingHealthcheck {
    fn check_dockerfile(&self, file: &BuildFile, cx: &mut Context) {
        // Services that build it are asked instead, by `unhardened-service`: they may bring a check of their own.
        let last =
            file.last_stage().filter(|stage| cx.project().app.is_none() && stage.healthcheck().is_unset());
        if let Some(from) = last.and_then(|stage| stage.from_instruction()) {
            cx.report(from.keyword.text.span, "nothing tells whether a container of this image works")
                .here("this stage has no HEALTHCHECK, and starts from none that has")
                .help("add HEALTHCHECK, or `HEALTHCHECK NONE` if whoever runs the image checks it");
        }
    }
}
