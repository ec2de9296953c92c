//! Namespaces that a container shares, and what belongs to them: kernel parameters, hosts.
//!
//! Sources: moby, `api/types/container/hostconfig_unix.go` and `opts/hosts.go`; runc, `libcontainer/configs/validate`, for
//! `sysctls`. Words of Podman are taken too.

use std::net::IpAddr;

use super::{Refusal, is_known, one_of};
use crate::model::{Namespace, Service};
use crate::yaml::{Scalar, Yaml};

pub(super) fn check(service: &Service<'_>, found: &mut Vec<Refusal>) {
    modes(service, found);
    hosts(service, found);
    sysctls(service, found);
}

fn modes(service: &Service<'_>, found: &mut Vec<Refusal>) {
    const OTHERS: [&str; 3] = ["service:", "container:", "ns:"];
    const IPC: [&str; 4] = ["host", "shareable", "private", "none"];
    const USERS: [&str; 5] = ["host", "auto", "keep-id", "nomap", "private"];
    const ISOLATIONS: [&str; 3] = ["default", "process", "hyperv"];
    let modes: [(&str, &[&'static str], bool); 5] = [
        ("pid", &["host", "private"], true),
        ("ipc", &IPC, true),
        ("uts", &["host", "private"], true),
        ("userns_mode", &USERS, true),
        ("isolation", &ISOLATIONS, false),
    ];
    for (key, words, may_name_other) in modes {
        let Some(mode) = scalar(service, key).filter(|mode| !mode.value.is_empty()) else { continue };
        let names_other = || {
            let rest = OTHERS.iter().find_map(|other| mode.value.strip_prefix(other));
            rest.is_some_and(|rest| !rest.is_empty())
        };
        let name = mode.value.split(':').next().unwrap_or_default();
        let is_users = key == "userns_mode" && USERS.contains(&name);
        if !(words.contains(&&*mode.value) || is_users || may_name_other && names_other()) {
            let message = format!("`{}` is not a valid value for `{key}`", mode.value);
            found.push(Refusal::new(mode.span, message, one_of(&mode.value, words)));
        }
    }
    if let Some(mode) = scalar(service, "uts").filter(|mode| Namespace::of(mode) == Namespace::Host)
        && let Some(name) = service.hostname.as_ref().filter(|name| is_known(name) && !name.value.is_empty())
    {
        let message = "`hostname` cannot be set with `uts: host`".to_owned();
        let refusal = Refusal::new(name.span, message, "remove one of the two");
        found.push(refusal.because(mode.span, "the container has the host's hostname"));
    }
}

/// Addresses under `extra_hosts`.
fn hosts(service: &Service<'_>, found: &mut Vec<Refusal>) {
    for host in &service.extra_hosts {
        let Some(address) = host.value.as_ref() else { continue };
        if host.name.value.is_empty() {
            let message = format!("the host name for `{}` is missing", address.value);
            found.push(Refusal::new(host.span, message, "write `NAME=ADDRESS`"));
            continue;
        }
        let text = address.value.trim_start_matches('[').trim_end_matches(']');
        let is_good = text.is_empty() || text == "host-gateway" || text.parse::<IpAddr>().is_ok();
        if !is_good && is_known(address) && is_known(&host.name) {
            let message = format!("`{text}` is not a valid IP address");
            let help = "use an address such as `10.0.0.5`, or `host-gateway`";
            found.push(Refusal::new(address.span, message, help));
        }
    }
}

fn sysctls(service: &Service<'_>, found: &mut Vec<Refusal>) {
    const OF_IPC: [&str; 8] = [
        "kernel.msgmax",
        "kernel.msgmnb",
        "kernel.msgmni",
        "kernel.sem",
        "kernel.shm_rmid_forced",
        "kernel.shmall",
        "kernel.shmmax",
        "kernel.shmmni",
    ];
    // Another runtime may think otherwise.
    if service.has("runtime") {
        return;
    }
    let shared = |key: &str| scalar(service, key).filter(|mode| Namespace::of(mode) == Namespace::Host);
    for sysctl in service.sysctls.iter().filter(|sysctl| is_known(&sysctl.name)) {
        let name = sysctl.name.value.replace('/', ".");
        let span = sysctl.name.span;
        if name.starts_with("net.") {
            if let Some(mode) = shared("network_mode") {
                let message = format!("`{name}` cannot be set with `network_mode: host`");
                let refusal = Refusal::new(span, message, "set the parameter on the host");
                found.push(refusal.because(mode.span, "the container uses the host's network"));
            }
        } else if OF_IPC.contains(&&*name) || name.starts_with("fs.mqueue.") {
            if let Some(mode) = shared("ipc") {
                let message = format!("`{name}` cannot be set with `ipc: host`");
                let refusal = Refusal::new(span, message, "set the parameter on the host");
                found.push(refusal.because(mode.span, "the container uses the host's IPC namespace"));
            }
        } else if name == "kernel.hostname" {
            let message = "`kernel.hostname` cannot be set as a kernel parameter".to_owned();
            found.push(Refusal::new(span, message, "set `hostname` instead"));
        } else if name.contains('.') && name != "kernel.domainname" && !name.starts_with("user.") {
            let message = format!("`{name}` can only be set on the host");
            found.push(Refusal::new(
                span,
                message,
                format!("set the parameter on the host: `sysctl -w {name}=…`"),
            ));
        }
    }
}

fn scalar<'c, 's>(service: &'c Service<'s>, key: &str) -> Option<&'c Scalar<'s>> {
    service.get(key).and_then(Yaml::as_scalar).filter(|scalar| is_known(scalar))
}
