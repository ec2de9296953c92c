//! The logging driver `none`.

use plimsoll_linter::prelude::*;

#[derive(Default)]
pub(crate) struct DiscardedLogs;

impl Rule for DiscardedLogs {
    fn check_container(&self, container: &Container, cx: &mut Context) {
        if let Value::Known { value: "none", set_at } = container.log_driver() {
            cx.report(set_at, format!("{} keeps no logs", container.title()))
                .here("nothing tells afterwards what happened")
                .help("use `local`, which keeps little and rotates");
        }
    }
}
