//! The logging driver `none`.

use plimsoll_linter::prelude::*;

#[derive(Default)]
pub(crate) struct DiscardedLogs;

impl Rule for DiscardedLogs {
    fn check_service(&self, service: &compose::Service, cx: &mut Context) {
        let driver = service.logging.as_ref().and_then(|logging| logging.driver.as_ref());
        if let Some(driver) = driver.filter(|driver| driver.value == "none") {
            cx.report(driver.span, format!("service `{}` keeps no logs", service.name.value))
                .here("nothing tells afterwards what happened")
                .help("use `local`, which keeps little and rotates");
        }
    }
}
