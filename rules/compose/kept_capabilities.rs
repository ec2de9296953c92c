//! A service that keeps the capabilities every container gets.

use plimsoll_linter::prelude::*;

use super::risky_capability::plain_name;

#[derive(Default)]
pub(crate) struct KeptCapabilities;

impl Rule for KeptCapabilities {
    fn check_service(&self, service: &compose::Service, cx: &mut Context) {
        let is_whole = cx.project().app.as_ref().is_some_and(|app| app.has_all_of(service));
        let drops_all =
            service.cap_drop.iter().any(|dropped| plain_name(dropped) == "ALL" || dropped.is_interpolated());
        if !is_whole || drops_all || service.privileged.as_ref().is_some_and(|privileged| privileged.is(true))
        {
            return;
        }
        let span = service.cap_drop.first().map_or(service.name.span, |_| service.key_span("cap_drop"));
        let message = format!("service `{}` keeps capabilities that it may not need", service.name.value);
        let finding = cx.report(span, message);
        if service.cap_drop.is_empty() {
            finding.here("gets the fourteen that Docker gives by default");
        } else {
            // Peers are content with any `cap_drop`.
            finding.here("drops only some").answers_to(["cis:5.4"]);
        }
        finding.help("set `cap_drop: [ALL]` and add back with `cap_add` what is missed");
    }
}
