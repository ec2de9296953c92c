//! No limit of processor time.

use plimsoll_linter::prelude::*;

use super::unlimited_memory::{is_zero, limits_place};

#[derive(Default)]
pub(crate) struct UnlimitedCpu;

/// Each is one of the ways to say how much.
const KEYS: &[&str] = &["cpu_quota", "cpu_shares", "cpuset", "cpu_count", "cpu_percent"];

impl Rule for UnlimitedCpu {
    fn check_service(&self, service: &compose::Service, cx: &mut Context) {
        let limits = service.deploy.as_ref().and_then(|deploy| deploy.limits.as_ref());
        let limit = service.cpus.as_ref().or_else(|| limits.and_then(|limits| limits.cpus.as_ref()));
        let message = format!("service `{}` may use all processors of its host", service.name.value);
        let help = "set `cpus`, or `deploy.resources.limits.cpus`";
        match limit {
            Some(limit) if is_zero(&limit.value) => {
                cx.report(limit.span, message).here("means no limit").help(help);
            }
            None if !KEYS.iter().any(|key| service.has(key))
                && cx.project().app.as_ref().is_some_and(|app| app.has_all_of(service)) =>
            {
                cx.report(limits_place(service), message).here("has no limit of processor time").help(help);
            }
            _ => {}
        }
    }
}
