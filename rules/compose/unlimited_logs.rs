//! Logs that grow until the disk is full.

use plimsoll_linter::prelude::*;

#[derive(Default)]
pub(crate) struct UnlimitedLogs;

impl Rule for UnlimitedLogs {
    fn check_service(&self, service: &compose::Service, cx: &mut Context) {
        if !cx.project().app.as_ref().is_some_and(|app| app.has_all_of(service)) {
            return;
        }
        let message = format!("logs of service `{}` grow without end", service.name.value);
        let help = "set `logging.options.max-size`, or the driver `local`";
        let Some(logging) = &service.logging else {
            cx.report(service.name.span, message).here("Docker's default driver keeps every line").help(help);
            return;
        };
        let is_json = logging.driver.as_ref().is_none_or(|driver| driver.value == "json-file");
        if is_json && !logging.options.iter().any(|option| option.name.value == "max-size") {
            let span = logging.driver.as_ref().map_or(service.key_span("logging"), |driver| driver.span);
            cx.report(span, message).here("keeps every line").help(help);
        }
    }
}
