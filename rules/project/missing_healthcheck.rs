//! Neither the service nor the image it builds has a health check.

use plimsoll_linter::prelude::*;

#[derive(Default)]
pub(crate) struct MissingHealthcheck;

const FOR_SERVICES: [&str; 3] = ["kics:698ed579", "cis:4.6", "cis:5.27"];
const FOR_DOCKERFILES: [&str; 5] =
    ["hadolint:DL3057", "trivy:DS-0026", "checkov:CKV_DOCKER_2", "kics:b03a748a", "cis:4.6"];

impl Rule for MissingHealthcheck {
    fn check_service(&self, service: &compose::Service, cx: &mut Context) {
        let project = cx.project();
        let Some(container) = project.container_named(&service.name.value) else { return };
        let message = format!("nothing tells whether service `{}` works", service.name.value);
        if let Some(check) = service.healthcheck.as_ref().filter(|check| check.is_disabled()) {
            let off = check
                .disable
                .as_ref()
                .map(compose::Typed::span)
                .or(check.test.as_ref().map(|test| test.span));
            cx.report(off.unwrap_or(check.span), message)
                .here("switches the image's own check off")
                .help("give it a check that fits")
                .answers_to(FOR_SERVICES);
        } else if container.healthcheck().is_unset()
            && project.app.as_ref().is_some_and(|app| app.has_all_of(service))
        {
            let finding = cx.report(service.name.span, message);
            finding.here("has no `healthcheck`, and neither has its image");
            finding.help("add `healthcheck` here, or HEALTHCHECK to its Dockerfile").answers_to(FOR_SERVICES);
            if let Some(from) = container.stage().and_then(|stage| stage.from_instruction()) {
                finding.label(from.keyword.text.span, "the stage that it builds");
            }
        }
    }

    fn check_dockerfile(&self, file: &BuildFile, cx: &mut Context) {
        // Services that build it are asked instead: they may bring a check of their own.
        let last =
            file.last_stage().filter(|stage| cx.project().app.is_none() && stage.healthcheck().is_unset());
        if let Some(from) = last.and_then(|stage| stage.from_instruction()) {
            cx.report(from.keyword.text.span, "nothing tells whether a container of this image works")
                .here("this stage has no HEALTHCHECK, and starts from none that has")
                .help("add HEALTHCHECK, or `HEALTHCHECK NONE` if whoever runs the image checks it")
                .answers_to(FOR_DOCKERFILES);
        }
    }
}
