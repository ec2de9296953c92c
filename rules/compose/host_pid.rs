//! `pid: host`.

use compose::Namespace;
use plimsoll_linter::prelude::*;
use serde::Deserialize;

use super::engine_socket::is_among;

/// Which images may see the processes of the host.
#[derive(Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct HostPid {
    allow: Vec<String>,
}

impl Default for HostPid {
    fn default() -> HostPid {
        let watchers =
            ["prom/node-exporter", "quay.io/prometheus/node-exporter", "netdata/netdata", "datadog/agent"];
        HostPid { allow: watchers.map(str::to_owned).to_vec() }
    }
}

impl Rule for HostPid {
    fn check_container(&self, container: &Container, cx: &mut Context) {
        let is_allowed = container.image().is_known_and(|image| is_among(image, &self.allow));
        let pid = container.service.pid.as_ref().filter(|pid| Namespace::of(pid) == Namespace::Host);
        if let Some(pid) = pid.filter(|_| !is_allowed) {
            cx.report(pid.span, format!("service `{}` sees every process of the host", container.name()))
                .here("their arguments, environments and open files too")
                .help("remove it; `pid: \"service:NAME\"` shares the processes of one other service");
        }
    }
}
