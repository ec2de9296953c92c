//! What Compose takes and the engine then refuses.

use compose::engine::{Declared, refusals};
use plimsoll_linter::prelude::*;

#[derive(Default)]
pub(crate) struct UnstartableService;

impl Rule for UnstartableService {
    fn check_app(&self, app: &App, cx: &mut Context) {
        let declared = Declared::new(&app.compose);
        for service in app.services() {
            for refusal in refusals(service, &declared) {
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
