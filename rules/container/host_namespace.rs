//! `ipc`, `uts`, `userns_mode`, `cgroup`: host.

use compose::Namespace;
use plimsoll_linter::prelude::*;
use project::Shared;

#[derive(Default)]
pub(crate) struct HostNamespace;

/// A namespace, its name, what sharing it does, the codes of other linters.
const NAMESPACES: &[(Shared, &str, &str, &[&str])] = &[
    (
        Shared::Memory,
        "IPC",
        "the container can access the shared memory of host programs",
        &["kics:baa3890f", "compose-lint:CL-0010", "docksec:compose-host-namespace", "cis:5.17"],
    ),
    (
        Shared::HostName,
        "UTS",
        "the container can change the host's hostname",
        &["compose-lint:CL-0010", "cis:5.21"],
    ),
    (
        Shared::Users,
        "user",
        "with `userns-remap`, root in the container is root on the host",
        &["kics:8af7162d", "compose-lint:CL-0010", "cis:5.31"],
    ),
    (Shared::ControlGroups, "cgroup", "the container can see the host's cgroups", &["cis:5.25"]),
];

impl Rule for HostNamespace {
    fn check_container(&self, container: &Container, cx: &mut Context) {
        for (shared, name, does, aliases) in NAMESPACES {
            if let Value::Known { value: Namespace::Host, set_at } = container.namespace(*shared) {
                let message = format!("{} uses the host's {name} namespace", container.title());
                cx.report(set_at, message)
                    .here(*does)
                    .help(format!("remove `{}`", shared.key()))
                    .answers_to(aliases.iter().copied());
            }
        }
    }
}
