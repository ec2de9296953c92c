//! A service waits for the health of one that has no health check.

use compose::Condition;
use plimsoll_linter::prelude::*;
use project::Healthcheck;

#[derive(Default)]
pub(crate) struct DependencyWithoutHealthcheck;

impl Rule for DependencyWithoutHealthcheck {
    fn check_service(&self, service: &compose::Service, cx: &mut Context) {
        let project = cx.project();
        let Some(app) = &project.app else { return };
        for item in &service.depends_on {
            // Compose goes on without a dependency that is not required.
            if item.required.as_ref().is_some_and(|required| required.is(false)) {
                continue;
            }
            let condition = item.condition.as_ref().filter(|_| item.awaits() == Condition::Healthy);
            let needed = app.service_named(&item.service.value).filter(|needed| app.says_all_of(needed));
            let (Some(condition), Some(needed)) = (condition, needed) else { continue };
            let Some(container) = project.container_named(&needed.name.value) else { continue };
            let why = match container.healthcheck() {
                Value::Unset => "neither this service nor its image has a health check",
                Value::Known { value: Healthcheck::Disabled, .. } => "the health check is disabled here",
                _ => continue,
            };
            let (waiting, name) = (&service.name.value, &needed.name.value);
            let finding = cx.report(
                condition.span,
                format!(
                    "service `{waiting}` waits until `{name}` is healthy, but `{name}` has no health check"
                ),
            );
            finding
                .here("`docker compose up` fails at this dependency")
                .label(needed.name.span, why)
                .help(format!("add a `healthcheck` to `{name}`, or wait for `service_started`"));
            let built = container.stage().filter(|_| container.healthcheck().is_unset());
            if let Some(from) = built.and_then(|stage| stage.from_instruction()) {
                finding.label(
                    from.keyword.text.span,
                    format!("`{name}` is built here, without a `HEALTHCHECK`"),
                );
            }
        }
    }
}
