//! Metrics on every address of the host.

use plimsoll_linter::prelude::*;

#[derive(Default)]
pub(crate) struct PublicMetrics;

impl Rule for PublicMetrics {
    fn check_daemon(&self, daemon: &Daemon, cx: &mut Context) {
        if let Some(address) = daemon.settings.text("metrics-addr") {
            let host = address.value.rsplit_once(':').map_or("", |(host, _)| host);
            if matches!(host, "" | "0.0.0.0" | "[::]") && !address.value.is_empty() {
                let port = address.value.rsplit_once(':').map_or("9323", |(_, port)| port);
                cx.report(address.span, "engine metrics are published on all host addresses")
                    .here("anyone on the network can read the metrics without authentication")
                    .help(format!("use `127.0.0.1:{port}`"));
            }
        }
        let port = daemon.settings.entry("network-diagnostic-port").and_then(|entry| entry.value.as_scalar());
        if let Some(port) = port.filter(|port| port.value != "0") {
            cx.report(port.span, "the network diagnostic server is enabled")
                .here("this debugging port has no authentication")
                .help("remove this setting");
        }
    }
}
