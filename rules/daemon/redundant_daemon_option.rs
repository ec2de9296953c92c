//! A setting that changes nothing any more.

use plimsoll_linter::prelude::*;

#[derive(Default)]
pub(crate) struct RedundantDaemonOption;

impl Rule for RedundantDaemonOption {
    fn check_daemon(&self, daemon: &Daemon, cx: &mut Context) {
        if let Some(entry) = daemon.when("experimental", true) {
            cx.report(entry.span(), "`experimental` is rarely needed")
                .here("buildx, metrics and IPv6 firewall rules work without it since Docker 20.10 and 27.0")
                .help("remove it unless you use a feature that the documentation calls experimental");
        }
        if let Some(feature) = daemon.settings.feature("buildkit").filter(|it| it.value == "true") {
            cx.report(feature.span, "`buildkit` is enabled by default")
                .here("enabled by default since Docker 23.0")
                .help("remove it");
        }
    }
}
