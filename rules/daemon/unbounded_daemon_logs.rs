//! Container logs that grow until the disk is full.

use plimsoll_linter::prelude::*;

#[derive(Default)]
pub(crate) struct UnboundedDaemonLogs;

impl Rule for UnboundedDaemonLogs {
    fn check_daemon(&self, daemon: &Daemon, cx: &mut Context) {
        let settings = daemon.settings;
        let is_bounded = settings.log_option("max-size").is_some_and(|size| size.value != "-1");
        if settings.log_driver() != Some("json-file") || is_bounded || !settings.is_whole {
            return;
        }
        let driver = settings.entry("log-driver");
        let span = driver.map_or_else(|| daemon.start(), compose::yaml::Entry::span);
        cx.report(span, "container logs have no size limit")
            .here(if driver.is_some() {
                "`json-file` rotates logs only if `max-size` is set"
            } else {
                "the default driver, `json-file`, rotates logs only if `max-size` is set"
            })
            .help("use `\"log-driver\": \"local\"`, or add `\"log-opts\": {\"max-size\": \"10m\", \"max-file\": \"3\"}`");
    }
}
