//! Capabilities that do not exist (capabilities(7), as of Linux 6.12).

use plimsoll_diagnostics::nearest;

use super::{Refusal, is_known};
use crate::model::Service;

#[rustfmt::skip]
const KNOWN: &[&str] = &[
    "ALL", "AUDIT_CONTROL", "AUDIT_READ", "AUDIT_WRITE", "BLOCK_SUSPEND", "BPF", "CHECKPOINT_RESTORE", "CHOWN",
    "DAC_OVERRIDE", "DAC_READ_SEARCH", "FOWNER", "FSETID", "IPC_LOCK", "IPC_OWNER", "KILL", "LEASE", "LINUX_IMMUTABLE",
    "MAC_ADMIN", "MAC_OVERRIDE", "MKNOD", "NET_ADMIN", "NET_BIND_SERVICE", "NET_BROADCAST", "NET_RAW", "PERFMON",
    "SETFCAP", "SETGID", "SETPCAP", "SETUID", "SYSLOG", "SYS_ADMIN", "SYS_BOOT", "SYS_CHROOT", "SYS_MODULE", "SYS_NICE",
    "SYS_PACCT", "SYS_PTRACE", "SYS_RAWIO", "SYS_RESOURCE", "SYS_TIME", "SYS_TTY_CONFIG", "WAKE_ALARM",
];

pub(super) fn check(service: &Service<'_>, found: &mut Vec<Refusal>) {
    for capability in
        service.cap_add.iter().chain(&service.cap_drop).filter(|capability| is_known(capability))
    {
        let name = capability.value.to_ascii_uppercase();
        let name = name.strip_prefix("CAP_").unwrap_or(&name);
        if KNOWN.contains(&name) {
            continue;
        }
        let help = match nearest(name, KNOWN.iter().copied()) {
            Some(known) => format!("did you mean `{known}`?"),
            None => "`capabilities(7)` lists them all".to_owned(),
        };
        found.push(Refusal::new(capability.span, format!("`{}` is no capability", capability.value), help));
    }
}
