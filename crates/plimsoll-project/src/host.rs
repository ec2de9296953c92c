//! What a container gets when it mounts a path of its host.

use std::borrow::Cow;

use plimsoll_compose::interpolate::Template;
use plimsoll_compose::yaml::Scalar;
use plimsoll_compose::{Mount, MountKind};

use crate::{interpolated, path};

/// A path of the host that containers should not get, or not for writing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SensitivePath {
    /// The path, variables resolved.
    pub path: String,
    /// What it holds: "the host's settings and password hashes".
    pub holds: &'static str,
    /// Whether reading it is as bad as writing it.
    pub is_secret: bool,
}

/// Names of sockets through which an engine is told what to run.
const SOCKETS: &[(&str, &str)] = &[
    ("docker.sock", "Docker"),
    ("docker_engine", "Docker"),
    ("containerd.sock", "containerd"),
    ("podman.sock", "Podman"),
    ("crio.sock", "CRI-O"),
    ("cri-dockerd.sock", "Docker"),
    ("buildkitd.sock", "BuildKit"),
];

const SETTINGS: &str = "the host's settings and password hashes";
const PROGRAMS: &str = "the host's programs";
const DEVICES: &str = "the host's devices";
const SERVICES: &str = "the state and the sockets of the host's services";
const CONTAINERS: &str = "every container of the host";
const HOMES: &str = "users' files and keys";

/// A folder with all that is in it, or `=` for the folder alone; what it holds; whether reading is as bad as writing.
const SENSITIVE: &[(&str, &str, bool)] = &[
    ("=/", "all of the host's files", true),
    ("/etc", SETTINGS, false),
    ("=/etc", SETTINGS, true),
    ("/etc/shadow", SETTINGS, true),
    ("/etc/ssh", "the host's keys", true),
    ("/etc/kubernetes", "the cluster's keys", true),
    ("/proc", "the host's processes and kernel settings", false),
    ("/sys", "the host's kernel settings", false),
    ("/boot", "the host's kernel", false),
    ("=/dev", DEVICES, true),
    ("/dev/mem", "the host's memory", true),
    ("/dev/kmem", "the host's memory", true),
    ("/dev/sd", "a disk of the host", true),
    ("/dev/nvme", "a disk of the host", true),
    ("/bin", PROGRAMS, false),
    ("/sbin", PROGRAMS, false),
    ("/lib", PROGRAMS, false),
    ("/lib64", PROGRAMS, false),
    ("=/usr", PROGRAMS, false),
    ("/usr/bin", PROGRAMS, false),
    ("/usr/sbin", PROGRAMS, false),
    ("/usr/lib", PROGRAMS, false),
    ("=/usr/local", PROGRAMS, false),
    ("/usr/local/bin", PROGRAMS, false),
    ("/usr/local/sbin", PROGRAMS, false),
    ("=/var", SERVICES, true),
    ("=/var/lib", SERVICES, true),
    ("/var/lib/docker", CONTAINERS, true),
    ("/var/lib/containerd", CONTAINERS, true),
    ("/var/lib/containers", CONTAINERS, true),
    ("/var/lib/kubelet", CONTAINERS, true),
    ("/var/spool/cron", "commands that the host runs", false),
    ("=/var/run", SERVICES, true),
    ("=/run", SERVICES, true),
    ("=/var/log", "the host's logs", false),
    ("/root", "root's files and keys", true),
    ("=/home", HOMES, true),
    ("=~", HOMES, true),
    ("~/.ssh", "keys", true),
    ("~/.aws", "keys", true),
    ("~/.kube", "keys", true),
    ("~/.docker", "keys", true),
    ("~/.gnupg", "keys", true),
    ("~/.config/gcloud", "keys", true),
];

/// Which engine's socket is mounted. The name of the file is enough: where it lies differs from host to host.
pub fn engine_socket(mount: &Mount<'_>) -> Option<&'static str> {
    if matches!(mount.kind, MountKind::Volume | MountKind::Tmpfs | MountKind::Image) {
        return None;
    }
    let source = mount.source.as_ref()?;
    let named = engine_of(source);
    // `${SOCKET}:/var/run/docker.sock`
    let is_hidden = interpolated::resolve(source).is_unknown();
    named.or_else(|| mount.target.as_ref().filter(|_| is_hidden).and_then(engine_of))
}

fn engine_of(path: &Scalar<'_>) -> Option<&'static str> {
    let path = Template::parse(&path.value).expand(|_| None).value;
    let name = path.rsplit(['/', '\\']).next()?;
    SOCKETS.iter().find(|(socket, _)| *socket == name).map(|(_, engine)| *engine)
}

/// What a mount gives away, where that is known.
pub fn sensitive_path(mount: &Mount<'_>) -> Option<SensitivePath> {
    if !matches!(mount.kind, MountKind::Bind | MountKind::Unknown) || engine_socket(mount).is_some() {
        return None;
    }
    sensitive(mount.source.as_ref()?)
}

/// What a path of the host holds, if it is one that containers should not get.
pub fn sensitive(path: &Scalar<'_>) -> Option<SensitivePath> {
    let home = ["$HOME", "${HOME}"].into_iter().find_map(|home| path.value.strip_prefix(home));
    let value = match home {
        Some(rest) => Cow::Owned(format!("~{rest}")),
        None => interpolated::resolve(path).get()?,
    };
    if !value.starts_with(['/', '~']) {
        return None;
    }
    // Beside keys, but public.
    if value.ends_with("/known_hosts") || value.ends_with(".pub") {
        return None;
    }
    let path = path::clean(&value);
    let is_inside = |folder: &str| {
        let rest = path.strip_prefix(folder);
        // Disks have numbers: `/dev/sda1`.
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/') || folder.starts_with("/dev/"))
    };
    let fits =
        |folder: &str| folder.strip_prefix('=').map_or_else(|| is_inside(folder), |alone| alone == path);
    // The longest fits best: `/etc/ssh` rather than `/etc`.
    let row = SENSITIVE.iter().filter(|(folder, ..)| fits(folder)).max_by_key(|(folder, ..)| folder.len());
    row.map(|&(_, holds, is_secret)| SensitivePath { path, holds, is_secret })
}

/// Folders that belong to the system of a host.
const SYSTEM: &[&str] =
    &["/bin", "/boot", "/dev", "/etc", "/lib", "/lib64", "/proc", "/run", "/sbin", "/sys", "/usr", "/var"];

/// Files and devices of it that containers may well have.
const HARMLESS: &[&str] = &["/etc/localtime", "/etc/timezone", "/etc/machine-id", "/dev/null", "/dev/shm"];

/// A path of the host that belongs to its system, and of which [`sensitive`] says nothing.
pub fn system_path(path: &Scalar<'_>) -> Option<String> {
    let clean = path::clean(&interpolated::resolve(path).get()?);
    let is_inside = |folder: &&str| {
        clean.strip_prefix(folder).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    };
    let is_system = SYSTEM.iter().any(is_inside) && !HARMLESS.iter().any(is_inside);
    (is_system && sensitive(path).is_none()).then_some(clean)
}
