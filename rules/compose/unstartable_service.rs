//! What Compose takes and the engine then refuses.

use plimsoll_linter::prelude::*;

#[derive(Default)]
pub(crate) struct UnstartableService;

impl Rule for UnstartableService {
    fn check_app(&self, app: &App, cx: &mut Context) {
        for service in app.services() {
            for refusal in compose::engine::refusals(service, &app.compose) {
                let finding = cx.report(refusal.span, refusal.message);
                finding
                    .here(format!("Compose takes it, but service `{}` does not start", service.name.value));
                finding.help(refusal.help);
                if let Some((span, what)) = refusal.other {
                    finding.label(span, what);
                }
            }
        }
    }
}
