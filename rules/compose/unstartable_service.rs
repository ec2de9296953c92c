//! What Compose takes and the engine then refuses.

use compose::engine::{Declared, Refusal, network_refusals, refusals};
use plimsoll_linter::prelude::*;

#[derive(Default)]
pub(crate) struct UnstartableService;

impl Rule for UnstartableService {
    fn check_app(&self, app: &App, cx: &mut Context) {
        let declared = Declared::new(&app.compose, app.is_complete());
        for service in app.services() {
            let name = &service.name.value;
            for refusal in refusals(service, &declared) {
                report(refusal, format!("Compose takes it, but service `{name}` does not start"), cx);
            }
            let signal = service.stop_signal.as_ref().filter(|signal| !signal.is_interpolated());
            if let Some(signal) = signal.filter(|signal| !dockerfile::is_signal(&signal.value)) {
                cx.report(signal.span, format!("`{}` is no signal", signal.value))
                    .here(format!("Compose takes it, but service `{name}` does not start"))
                    .help("write the name of a signal (`SIGTERM`) or its number");
            }
        }
        for (network, refusal) in network_refusals(&app.compose) {
            let name = &network.key.value;
            report(refusal, format!("Compose takes it, but network `{name}` cannot be made"), cx);
        }
    }
}

fn report(refusal: Refusal, here: String, cx: &mut Context) {
    let finding = cx.report(refusal.span, refusal.message);
    finding.here(here).help(refusal.help);
    if let Some((span, what)) = refusal.other {
        finding.label(span, what);
    }
}
