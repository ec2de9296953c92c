//! No limit of processes.

use plimsoll_linter::prelude::*;

use super::unlimited_memory::limits_place;

#[derive(Default)]
pub(crate) struct UnlimitedProcesses;

impl Rule for UnlimitedProcesses {
    fn check_service(&self, service: &compose::Service, cx: &mut Context) {
        let limits = service.deploy.as_ref().and_then(|deploy| deploy.limits.as_ref());
        let limit = service.pids_limit.as_ref().or_else(|| limits.and_then(|limits| limits.pids.as_ref()));
        let message = format!("service `{}` may start any number of processes", service.name.value);
        let help = "set `pids_limit`, or `deploy.resources.limits.pids`";
        match limit {
            Some(limit) if limit.value.is_some_and(|pids| pids < 1) => {
                cx.report(limit.span(), message).here("means no limit").help(help);
            }
            None if cx.project().app.as_ref().is_some_and(|app| app.has_all_of(service)) => {
                cx.report(limits_place(service), message).here("has no limit of processes").help(help);
            }
            _ => {}
        }
    }
}
