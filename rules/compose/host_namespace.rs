//! `ipc`, `uts`, `userns_mode`, `cgroup`: host.

use compose::Namespace;
use plimsoll_linter::prelude::*;

#[derive(Default)]
pub(crate) struct HostNamespace;

/// A key, what it shares, the codes of other linters.
const KEYS: &[(&str, &str, &[&str])] = &[
    (
        "ipc",
        "reads and writes the shared memory of the host's programs",
        &["kics:baa3890f", "compose-lint:CL-0010", "docksec:compose-host-namespace", "cis:5.17"],
    ),
    ("uts", "can rename the host", &["compose-lint:CL-0010", "cis:5.21"]),
    (
        "userns_mode",
        "root in the container is root on the host",
        &["kics:8af7162d", "compose-lint:CL-0010", "cis:5.31"],
    ),
    ("cgroup", "sees how all containers are limited", &["cis:5.25"]),
];

impl Rule for HostNamespace {
    fn check_service(&self, service: &compose::Service, cx: &mut Context) {
        for (key, does, aliases) in KEYS {
            let value = service.get(key).and_then(|value| value.as_scalar());
            if let Some(value) = value.filter(|value| Namespace::of(value) == Namespace::Host) {
                let message = format!("service `{}` shares a namespace with its host", service.name.value);
                cx.report(value.span, message)
                    .here(*does)
                    .help(format!("remove `{key}`"))
                    .answers_to(aliases.iter().copied());
            }
        }
    }
}
