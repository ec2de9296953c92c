//! A service waits for the end of one that the job restarts each time it exits.

use compose::{Condition, Restart};
use plimsoll_linter::prelude::*;

#[derive(Default)]
pub(crate) struct RestartingJob;

impl Rule for RestartingJob {
    fn check_container(&self, container: &Container, cx: &mut Context) {
        for (item, needed) in container.depends_on() {
            let is_end = item.awaits() == Condition::Completed;
            let Some(condition) = item.condition.as_ref().filter(|_| is_end) else { continue };
            let Some(needed) = needed else { continue };
            let of_deploy = || needed.service.deploy.as_ref()?.restart_condition.as_ref();
            // `restart` wins over `deploy.restart_policy`.
            let restart = needed.service.restart.as_ref().or_else(of_deploy);
            let Some(restart) = restart.filter(|policy| Restart::of(policy).is_endless()) else { continue };
            cx.report(
                condition.span,
                format!("{} waits for `{}`, which restarts forever", container.title(), needed.name()),
            )
            .here("this condition is never met")
            .label(restart.span, "the job restarts each time it exits")
            .help("set `restart: on-failure:5`, or remove `restart`");
        }
    }
}
