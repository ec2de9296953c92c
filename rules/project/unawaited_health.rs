//! A service waits for the start of a database that could say when it is ready.

use compose::{Condition, Restart};
use plimsoll_linter::prelude::*;

#[derive(Default)]
pub(crate) struct UnawaitedHealth;

impl Rule for UnawaitedHealth {
    fn check_container(&self, container: &Container, cx: &mut Context) {
        if is_restarted(container) {
            return;
        }
        for (item, needed) in container.depends_on() {
            // Who writes `condition: service_started` has chosen it.
            let is_chosen = item.condition.is_some() || item.awaits() != Condition::Started;
            let Some(needed) = needed.filter(|_| !is_chosen) else { continue };
            let is_store = needed.is_data_store();
            let Value::Known { value: check, set_at } = needed.healthcheck() else { continue };
            if !is_store || !check.is_enabled() {
                continue;
            }
            let name = needed.name();
            let message = format!("{} starts before `{name}` is ready", container.title());
            cx.report(item.service.span, message)
                .here("Compose waits only until the container has started")
                .label(set_at, "this health check shows when the service is ready")
                .help(format!(
                    "wait for the health check: `depends_on: {{ {name}: {{ condition: service_healthy }} }}`"
                ));
        }
    }
}

/// Whether a client that comes too early is started again, until the database is ready.
fn is_restarted(container: &Container) -> bool {
    let service = container.service;
    let has_policy = service.fields.at(&["deploy", "restart_policy"]).is_some();
    has_policy || service.restart.is_some() && !container.restart().is_known_and(|it| it == Restart::No)
}
