//! No restart policy.

use plimsoll_linter::prelude::*;

#[derive(Default)]
pub(crate) struct MissingRestart;

impl Rule for MissingRestart {
    fn check_app(&self, app: &App, cx: &mut Context) {
        for service in app.services().filter(|service| app.has_all_of(service)) {
            let has_policy = service.restart.is_some()
                || service.deploy.as_ref().is_some_and(|deploy| deploy.restart_condition.is_some());
            // What others wait for to end, or what is only started by name, is a job.
            let is_awaited = app.dependents_of(&service.name.value).any(|(_, item)| {
                item.condition
                    .as_ref()
                    .is_some_and(|condition| condition.value == "service_completed_successfully")
            });
            if has_policy || is_awaited || !service.profiles.is_empty() {
                continue;
            }
            let message = format!("service `{}` stays down after a crash", service.name.value);
            cx.report(service.name.span, message)
                .here("has no restart policy")
                .help("set `restart: unless-stopped`, or `restart: \"no\"` if it should end");
        }
    }
}
