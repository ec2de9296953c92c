//! Keys that Compose takes and does nothing with.

use std::collections::HashSet;

use compose::yaml::{Mapping, Yaml};
use plimsoll_linter::prelude::*;

#[derive(Default)]
pub(crate) struct IgnoredKey;

/// Keys of `deploy` that only Swarm knows what to do with.
const SWARM: &[&str] = &["endpoint_mode", "labels", "placement", "rollback_config", "update_config"];
const SWARM_ONLY: &str = "used only by `docker stack deploy`";
/// Keys that the engine drops on Linux (moby, `daemon/daemon_unix.go`).
const OF_WINDOWS: &[&str] = &["cpu_count", "cpu_percent"];
const LINUX: &str = "used only on Windows; the equivalent on Linux is `cpus`";
/// Keys that the engine discards with a warning where the kernel has cgroup v2 (moby, `daemon/daemon_unix.go`).
/// `removed-limit` speaks of `oom_kill_disable`.
const OF_CGROUP_1: &[&str] = &["mem_swappiness", "kernel_memory"];
const CGROUP_2: &str = "unsupported with cgroup v2, the default on current Linux distributions";
/// Keys of a network that is there already.
const MADE: &[&str] = &["driver", "driver_opts", "internal", "ipam", "attachable", "enable_ipv6"];
const EXISTS: &str = "the network already exists, and Compose does not change it";
/// Keys of a secret or config that is a file.
const COPIED: &[&str] = &["uid", "gid", "mode"];
const MOUNTED: &str = "the file is bind-mounted and keeps its owner and mode from the host";

impl Rule for IgnoredKey {
    fn check_app(&self, app: &ComposeApp, cx: &mut Context) {
        // Swarm ignores other keys than Compose.
        if app.is_stack() {
            return;
        }
        for file in app.files() {
            let files = [file_names(&file.secrets), file_names(&file.configs)];
            for service in &file.services {
                check_service(service, &files, cx);
            }
            for include in items(file.fields.get("include")) {
                unknown(include, &["path", "project_directory", "env_file"], "include", cx);
            }
            let is_external = |network: &&compose::Network| {
                network.external.as_ref().is_some_and(|it| it.value == Some(true))
            };
            for network in file.networks.iter().filter(is_external) {
                report(&network.fields, MADE, EXISTS, cx);
            }
        }
    }
}

/// The names of those that are files.
fn file_names<'c>(contents: &'c [compose::Content<'c>]) -> HashSet<&'c str> {
    contents.iter().filter(|content| content.file.is_some()).map(|content| &*content.key.value).collect()
}

fn check_service(service: &compose::Service, files: &[HashSet<&str>; 2], cx: &mut Context) {
    if let Some(deploy) = service.get("deploy").and_then(Yaml::as_mapping) {
        report(deploy, SWARM, SWARM_ONLY, cx);
        let mode = deploy.get("mode").and_then(Yaml::as_scalar);
        if mode.is_some_and(|mode| mode.value != "replicated") {
            report(deploy, &["mode"], SWARM_ONLY, cx);
        }
    }
    let is_windows = ["isolation", "credential_spec", "platform"].iter().any(|key| service.has(key));
    if !is_windows {
        report(&service.fields, OF_WINDOWS, LINUX, cx);
        report(&service.fields, OF_CGROUP_1, CGROUP_2, cx);
    }
    for mount in items(service.get("volumes")).iter().filter_map(Yaml::as_mapping) {
        check_mount(mount, cx);
    }
    for port in items(service.get("ports")).iter().filter_map(Yaml::as_mapping) {
        report(port, &["mode"], SWARM_ONLY, cx);
    }
    if let Some(extends) = service.get("extends") {
        unknown(extends, &["service", "file"], "extends", cx);
    }
    for (key, files) in ["secrets", "configs"].into_iter().zip(files) {
        for grant in items(service.get(key)).iter().filter_map(Yaml::as_mapping) {
            let source = grant.get("source").and_then(Yaml::as_scalar);
            if source.is_some_and(|source| files.contains(&*source.value)) {
                report(grant, COPIED, MOUNTED, cx);
            }
        }
    }
}

/// Options of another type of mount (Compose, `create.go`: "mount of type `volume` should not define `bind` option").
fn check_mount(mount: &Mapping, cx: &mut Context) {
    const TYPES: [&str; 4] = ["bind", "volume", "tmpfs", "image"];
    let kind = mount.get("type").and_then(Yaml::as_scalar).filter(|kind| TYPES.contains(&&*kind.value));
    let Some(kind) = kind else { return };
    for key in TYPES.into_iter().filter(|key| *key != kind.value) {
        if let Some(entry) = mount.entry(key).filter(|entry| !entry.value.is_null()) {
            cx.report(entry.key.span, format!("`{key}` is ignored"))
                .here(format!("a mount of type `{}` does not support this key", kind.value))
                .label(kind.span, "the type is set here")
                .help(format!("remove this key, or set `type: {key}`"));
        }
    }
}

fn items<'t, 's>(yaml: Option<&'t Yaml<'s>>) -> &'t [Yaml<'s>] {
    yaml.and_then(Yaml::as_sequence).unwrap_or_default()
}

fn report(mapping: &Mapping, keys: &[&str], why: &'static str, cx: &mut Context) {
    for entry in mapping.entries.iter().filter(|entry| keys.contains(&&*entry.key.value)) {
        cx.report(entry.key.span, format!("`{}` is ignored", entry.key.value))
            .here(why)
            .help("remove this key");
    }
}

/// Keys that Compose does not know, at places where it lets them pass.
fn unknown(yaml: &Yaml, known: &[&'static str], place: &str, cx: &mut Context) {
    for entry in yaml.as_mapping().iter().flat_map(|mapping| &mapping.entries) {
        let key = &*entry.key.value;
        if !known.contains(&key) && !key.starts_with("x-") {
            let help = match nearest(key, known.iter().copied()) {
                Some(meant) => format!("did you mean `{meant}`?"),
                None => "remove this key".to_owned(),
            };
            cx.report(entry.key.span, format!("`{key}` is ignored"))
                .here(format!("`{place}` does not support this key"))
                .help(help);
        }
    }
}
