//! The `none` logging driver.

use plimsoll_linter::prelude::*;

#[derive(Default)]
pub(crate) struct DiscardedLogs;

impl Rule for DiscardedLogs {
    fn check_container(&self, container: &Container, cx: &mut Context) {
        if let Value::Known { value: "none", set_at } = container.log_driver() {
            cx.report(set_at, format!("the logs of {} are discarded", container.title()))
                .here("failures and attacks leave no record")
                .help("use `local`, which is compact and rotates logs");
        }
    }

    fn check_daemon(&self, daemon: &Daemon, cx: &mut Context) {
        if let Some(driver) = daemon.settings.text("log-driver").filter(|driver| driver.value == "none") {
            cx.report(driver.span, "container logs are discarded by default")
                .here("failures and attacks leave no record")
                .help("use `local`, which is compact and rotates logs")
                .answers_to(["cis:2.13"]);
        }
    }
}
