//! `pid: host`.

use compose::Namespace;
use plimsoll_linter::prelude::*;
use project::Shared;
use serde::Deserialize;

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
        let Value::Known { value: Namespace::Host, set_at } = container.namespace(Shared::Processes) else {
            return;
        };
        if !container.image().is_known_and(|image| image.is_among(&self.allow)) {
            cx.report(set_at, format!("{} can see all host processes", container.title()))
                .here("this exposes the arguments, environment and open files of every process")
                .help(if container.line().is_some() {
                    "remove this flag, or use `--pid container:NAME` to share a single container's processes"
                } else {
                    "remove this setting, or use `pid: \"service:NAME\"` to share a single service's processes"
                });
        }
    }
}
