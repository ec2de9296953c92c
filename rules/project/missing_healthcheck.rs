//! A Dockerfile without a health check, which no service builds.

use plimsoll_linter::prelude::*;
use project::Base;

#[derive(Default)]
pub(crate) struct MissingHealthcheck;

impl Rule for MissingHealthcheck {
    fn check_dockerfile(&self, file: &DockerfileModel, cx: &mut Context) {
        // Services that build it are asked instead, by `unhardened-service`: they may bring a check of their own.
        let last =
            file.last_stage().filter(|stage| cx.project().app.is_none() && stage.healthcheck().is_unset());
        if let Some(from) = last.and_then(|stage| stage.from_instruction()) {
            let is_scratch = last.is_some_and(|stage| matches!(stage.base(), Base::Scratch));
            cx.report(from.keyword.text.span, "this image has no health check")
                .here(if is_scratch {
                    "this stage has no `HEALTHCHECK`"
                } else {
                    "neither this stage nor its base image has a `HEALTHCHECK`"
                })
                .help("add a `HEALTHCHECK`, or `HEALTHCHECK NONE` if the platform does its own checks");
        }
    }
}
