//! A service that is killed without a chance to finish.

use dockerfile::{Instruction, Kind};
use plimsoll_linter::prelude::*;

#[derive(Default)]
pub(crate) struct ImmediateKill;

impl Rule for ImmediateKill {
    fn check_container(&self, container: &Container, cx: &mut Context) {
        let Some(period) = &container.service.stop_grace_period else { return };
        if matches!(&*period.value, "0" | "0s" | "0ms" | "0m") {
            cx.report(period.span, format!("{} is killed immediately", container.title()))
                .here("the program has no time to shut down")
                .help("remove this setting to use the default of 10 seconds, or set the time that the program needs");
        }
    }

    fn check_instruction(&self, instruction: &Instruction, cx: &mut Context) {
        let Kind::Stopsignal(stop) = &instruction.kind else { return };
        if matches!(stop.signal.value.trim_start_matches("SIG"), "KILL" | "9") {
            cx.report(stop.signal.text.span, "the container is killed immediately")
                .here("no program can catch this signal")
                .help("remove this setting, or set a signal that the program handles");
        }
    }
}
