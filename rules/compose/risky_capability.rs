//! A capability that reaches beyond the container without being a way out of it.

use plimsoll_linter::prelude::*;

#[derive(Default)]
pub(crate) struct RiskyCapability;

/// The name of what `DockSec` says of four capabilities.
pub(crate) const DOCKSEC: &str = "docksec:compose-dangerous-capabilities";

/// What containers do not have by default (moby, `oci/caps`), and what each does (capabilities(7)).
const RISKY: &[(&str, &str, &str)] = &[
    ("AUDIT_CONTROL", "changes what the host's kernel logs", ""),
    ("CHECKPOINT_RESTORE", "copies the memory of processes", ""),
    ("IPC_LOCK", "locks any amount of the host's memory", "compose-lint:CL-0029"),
    ("LEASE", "holds up other programs at their files", "compose-lint:CL-0029"),
    ("LINUX_IMMUTABLE", "makes files that nobody can change", ""),
    ("MAC_ADMIN", "changes the host's access policy", ""),
    ("MAC_OVERRIDE", "passes over the host's access policy", ""),
    ("NET_ADMIN", "changes addresses, routes and firewall rules", "compose-lint:CL-0011"),
    ("NET_BROADCAST", "sends to every machine of the network", ""),
    ("PERFMON", "watches the host's kernel and other containers", "compose-lint:CL-0028"),
    ("SYSLOG", "reads the kernel's log, with addresses that attacks need", "compose-lint:CL-0030"),
    ("SYS_BOOT", "restarts the host", "compose-lint:CL-0011"),
    ("SYS_NICE", "takes processor time from everything else", "compose-lint:CL-0029"),
    ("SYS_PACCT", "switches the host's accounting", ""),
    ("SYS_PTRACE", "reads and changes other processes in the container", "compose-lint:CL-0027"),
    ("SYS_RESOURCE", "passes over limits", ""),
    ("SYS_TIME", "sets the host's clock", "compose-lint:CL-0028"),
    ("SYS_TTY_CONFIG", "takes over terminals", ""),
    ("WAKE_ALARM", "wakes the host from sleep", ""),
];

impl Rule for RiskyCapability {
    fn check_service(&self, service: &compose::Service, cx: &mut Context) {
        for added in &service.cap_add {
            let name = plain_name(added);
            let Some((_, does, alias)) = RISKY.iter().find(|(risky, ..)| *risky == name) else { continue };
            let message =
                format!("service `{}` is given the capability `{}`", service.name.value, added.value);
            let docksec = Some(DOCKSEC).filter(|_| matches!(&*name, "NET_ADMIN" | "SYS_PTRACE"));
            let peers = ["kics:ce76b7d0", "cis:5.4", alias].into_iter().chain(docksec);
            let aliases = peers.filter(|alias| !alias.is_empty());
            cx.report(added.span, message)
                .here(*does)
                .help("remove it unless the program cannot work without")
                .answers_to(aliases);
        }
    }
}

/// `SYS_ADMIN` of `cap_sys_admin`: Docker takes both, in any letter case. Empty where a variable decides.
pub(crate) fn plain_name(capability: &compose::yaml::Scalar<'_>) -> String {
    let name = project::resolve(capability).get().unwrap_or_default().to_ascii_uppercase();
    name.strip_prefix("CAP_").map(str::to_owned).unwrap_or(name)
}
