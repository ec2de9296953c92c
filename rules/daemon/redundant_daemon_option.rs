//! A setting that changes nothing any more.

use plimsoll_linter::prelude::*;

#[derive(Default)]
pub(crate) struct RedundantDaemonOption;

impl Rule for RedundantDaemonOption {
    fn check_daemon(&self, daemon: &Daemon, cx: &mut Context) {
        if let Some(entry) = daemon.when("experimental", true) {
            cx.report(entry.span(), "`experimental` is rarely needed")
                .here("since Docker 27.0, buildx, metrics and IPv6 firewall rules work without this setting")
                .help("remove this setting unless you use a feature that is documented as experimental");
        }
        if let Some(feature) = daemon.settings.feature("buildkit").filter(|it| it.value == "true") {
            cx.report(feature.span, "`buildkit` is already enabled by default")
                .here("BuildKit has been the default since Docker 23.0")
                .help("remove this setting");
        }
    }
}
