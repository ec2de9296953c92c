//! A service that is killed before it can finish.

use dockerfile::{Instruction, Kind};
use facts::ImageKind;
use plimsoll_linter::prelude::*;

#[derive(Default)]
pub(crate) struct ShortStopPeriod;

impl Rule for ShortStopPeriod {
    fn check_container(&self, container: &Container, cx: &mut Context) {
        let service = container.service;
        let name = container.name();
        if let Some(period) = &service.stop_grace_period {
            if matches!(&*period.value, "0" | "0s" | "0ms" | "0m") {
                cx.report(period.span, format!("service `{name}` is killed immediately"))
                    .here("the program cannot shut down")
                    .help("remove it to get 10 seconds, or set the time the program needs")
                    .at(Level::Warning);
            }
            return;
        }
        let kind = container.known_image().map(|image| image.kind);
        let is_store = matches!(kind, Some(ImageKind::Database | ImageKind::Broker | ImageKind::Search));
        if is_store && container.app.has_all_of(service) {
            cx.report(service.name.span, format!("service `{name}` is killed after 10 seconds"))
                .here("`stop_grace_period` is not set, and a database may need longer")
                .help("add `stop_grace_period: 1m`");
        }
    }

    fn check_instruction(&self, instruction: &Instruction, cx: &mut Context) {
        let Kind::Stopsignal(stop) = &instruction.kind else { return };
        if matches!(stop.signal.value.trim_start_matches("SIG"), "KILL" | "9") {
            cx.report(stop.signal.text.span, "the container is killed immediately")
                .here("no program can catch this signal")
                .help("remove it, or set the signal that shuts the program down")
                .at(Level::Warning);
        }
    }
}
