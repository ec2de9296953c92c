//! No memory limit.

use plimsoll_linter::prelude::*;

#[derive(Default)]
pub(crate) struct UnlimitedMemory;

impl Rule for UnlimitedMemory {
    fn check_service(&self, service: &compose::Service, cx: &mut Context) {
        let limits = service.deploy.as_ref().and_then(|deploy| deploy.limits.as_ref());
        let limit = service.mem_limit.as_ref().or_else(|| limits.and_then(|limits| limits.memory.as_ref()));
        let message = format!("service `{}` may use all memory of its host", service.name.value);
        let help = "set `mem_limit`, or `deploy.resources.limits.memory`";
        match limit {
            Some(limit) if is_zero(&limit.value) => {
                cx.report(limit.span, message).here("means no limit").help(help);
            }
            None if cx.project().app.as_ref().is_some_and(|app| app.has_all_of(service)) => {
                cx.report(limits_place(service), message).here("has no memory limit").help(help);
            }
            _ => {}
        }
    }
}

/// Where limits are set or would be: the innermost of `deploy.resources.limits` that is written, else the name.
pub(crate) fn limits_place(service: &compose::Service) -> Span {
    let path = ["deploy", "resources", "limits"];
    let written = (1..=path.len()).rev().find_map(|len| service.fields.at(path.get(..len)?));
    written.map_or(service.name.span, |entry| entry.key.span)
}

/// `0`, `0m`, `0.0`
pub(crate) fn is_zero(size: &str) -> bool {
    let number = size.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    number.contains('0') && number.chars().all(|c| matches!(c, '0' | '.'))
}
