//! What a process is started with: folder, variables, limits, devices.
//!
//! Sources: moby, `daemon/container.go` (`verifyContainerConfig`), `opts/env.go` and `pkg/parsers` (`ParseUintList`); runc,
//! `libcontainer/configs/rlimit_linux.go` and `libcontainer/cgroups/devices`.

use plimsoll_facts::ulimits;

use super::mount::is_relative;
use super::{Refusal, is_known, one_of};
use crate::model::{Service, Syntax};
use crate::yaml::Yaml;

pub(super) fn check(service: &Service<'_>, found: &mut Vec<Refusal>) {
    if let Some(folder) = service.working_dir.as_ref().filter(|folder| is_known(folder))
        && is_relative(&folder.value)
    {
        let message = format!("`{}` is not an absolute path in the container", folder.value);
        found.push(Refusal::new(folder.span, message, "use an absolute path, starting with `/`"));
    }
    for pair in service.environment.iter().filter(|pair| pair.name.value.is_empty()) {
        let message = "environment variable has no name".to_owned();
        found.push(Refusal::new(pair.span, message, "write `NAME=value`"));
    }
    let name = service.hostname.as_ref().filter(|name| is_known(name) && name.value.len() > 64);
    if let Some(name) = name {
        let message = "the hostname is longer than 64 characters".to_owned();
        found.push(Refusal::new(name.span, message, "shorten the hostname to 64 characters or fewer"));
    }
    limits(service, found);
    devices(service, found);
    cpuset(service, found);
}

fn limits(service: &Service<'_>, found: &mut Vec<Refusal>) {
    let known = ulimits::of_runtime();
    for limit in &service.ulimits {
        let name = limit.name.value.to_ascii_lowercase();
        if !known.contains(&&*name) {
            let message = format!("`{}` is not a valid ulimit", limit.name.value);
            found.push(Refusal::new(limit.name.span, message, one_of(&name, &known)));
        }
    }
}

fn devices(service: &Service<'_>, found: &mut Vec<Refusal>) {
    for device in &service.devices {
        let permissions = device.permissions.as_ref().filter(|permissions| is_known(permissions));
        let is_known_letter = |letter: char| "rwm".contains(letter);
        if let Some(permissions) = permissions.filter(|text| !text.value.chars().all(is_known_letter)) {
            let message = format!("`{}` is not a valid device permission", permissions.value);
            let help = "use a combination of `r` (read), `w` (write) and `m` (mknod)";
            found.push(Refusal::new(permissions.span, message, help));
        }
        if device.syntax == Syntax::Long && device.target.is_none() && device.source.is_some() {
            let message = "the device has no `target`".to_owned();
            found.push(Refusal::new(device.span, message, "set `target` to the path in the container"));
        }
    }
}

/// `0-3,5`
fn cpuset(service: &Service<'_>, found: &mut Vec<Refusal>) {
    let cpus = service.get("cpuset").and_then(Yaml::as_scalar);
    let Some(cpus) = cpus.filter(|cpus| is_known(cpus) && !cpus.value.is_empty()) else { return };
    let is_good = cpus.value.split(',').all(|part| {
        let (first, last) = part.split_once('-').unwrap_or((part, part));
        let (first, last) = (first.trim().parse::<u16>(), last.trim().parse::<u16>());
        first.is_ok() && last.is_ok_and(|last| first.is_ok_and(|first| first <= last))
    });
    if !is_good {
        let message = format!("`{}` is not a valid list of CPUs", cpus.value);
        found.push(Refusal::new(cpus.span, message, "use numbers and ranges such as `0-3,6`"));
    }
}
