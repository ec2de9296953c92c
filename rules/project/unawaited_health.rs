//! A service waits for the start of a database that could say when it is ready.

use compose::Condition;
use plimsoll_linter::prelude::*;

#[derive(Default)]
pub(crate) struct UnawaitedHealth;

impl Rule for UnawaitedHealth {
    fn check_container(&self, container: &Container, cx: &mut Context) {
        for (item, needed) in container.depends_on() {
            let Some(needed) = needed.filter(|_| item.awaits() == Condition::Started) else { continue };
            let is_store = needed.is_data_store();
            let Value::Known { value: check, set_at } = needed.healthcheck() else { continue };
            if !is_store || !check.is_enabled() {
                continue;
            }
            let name = needed.name();
            let place = item.condition.as_ref().unwrap_or(&item.service);
            let finding = cx
                .report(place.span, format!("`{}` does not wait until `{name}` is ready", container.name()));
            finding
                .here("waits for its start only")
                .label(set_at, "tells when it is ready")
                .help(format!("`depends_on: {{ {name}: {{ condition: service_healthy }} }}`"));
            if let Some(condition) = &item.condition {
                finding.fix(Fix::risky("wait for its health").replace(condition.span, "service_healthy"));
            }
        }
    }
}
