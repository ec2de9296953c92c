//! What a container gets when it mounts a path of its host.

use std::borrow::Cow;

use plimsoll_compose::interpolate::Template;
use plimsoll_compose::yaml::Scalar;
use plimsoll_compose::{Mount, MountKind};
use plimsoll_diagnostics::is_one_slip;
use plimsoll_facts::file_names;
use plimsoll_facts::paths::{self, KnownPath, Role};

use crate::path::clean;
use crate::values::interpolated;

/// A path of the host that containers should not get, or not for writing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SensitivePath {
    /// The path, variables resolved.
    pub path: String,
    /// The known path that it is, or that it is a part of: `/etc` for `/etc/cron.d`.
    known: &'static str,
    /// What the known path holds: "the host's settings and password hashes".
    holds: &'static str,
    /// Whether reading it is as bad as writing it.
    pub is_secret: bool,
}

impl SensitivePath {
    /// What a container gets with it, as a label says it.
    pub fn gives(&self) -> String {
        let holds = self.holds;
        if self.path.starts_with("/dev") {
            format!("this path gives access to {holds}")
        } else if self.path == self.known {
            format!("this path contains {holds}")
        } else {
            format!("part of `{}`, which contains {holds}", self.known)
        }
    }
}

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

/// Whether a mount is of the directory in which engines keep their sockets: `/run:/run`.
pub fn is_socket_directory(mount: &Mount<'_>) -> bool {
    let path = mount.source.as_ref().and_then(|source| interpolated::resolve(source).get());
    let is_bind = matches!(mount.kind, MountKind::Bind | MountKind::Unknown);
    is_bind && path.is_some_and(|path| matches!(&*clean(&path), "/run" | "/var/run"))
}

/// The file that most hosts have and that a mount probably means: it is mounted at its own path, from one that is
/// spelled almost like it.
pub fn misspelled_path(mount: &Mount<'_>) -> Option<(&'static str, String)> {
    let is_bind = matches!(mount.kind, MountKind::Bind | MountKind::Unknown);
    let (source, target) = mount.source.as_ref().zip(mount.target.as_ref()).filter(|_| is_bind)?;
    let (source, target) = (interpolated::resolve(source).get()?, interpolated::resolve(target).get()?);
    let common = || paths::with_role(&[Role::Common]).map(|known| known.path);
    let meant = common().find(|path| *path == target)?;
    let is_near = is_one_slip(&source, meant);
    (source.starts_with('/') && is_near && common().all(|path| path != source))
        .then(|| (meant, source.into_owned()))
}

/// A path of the host as one writes it: `./config` for what lies beside the Compose file, without `.` and `..` in it.
pub fn normal(path: &str) -> String {
    match clean(path) {
        own if own.is_empty() => ".".to_owned(),
        own if own.starts_with(['/', '~']) || own == ".." || own.starts_with("../") => own,
        own if own.contains('\\') || own.get(1..2) == Some(":") => own,
        own => format!("./{own}"),
    }
}

/// Whether the socket of an engine may be in a directory of the host, or below it.
pub fn may_hold_sockets(path: &str) -> bool {
    let path = clean(path);
    paths::with_role(&[Role::AboveSockets]).any(|known| known.covers(&path))
}

/// The engine whose socket lies at a path.
pub fn engine_of(path: &Scalar<'_>) -> Option<&'static str> {
    let path = Template::parse(&path.value).expand(|_| None).value;
    let name = path.rsplit(['/', '\\']).next()?;
    file_names::holds(name, file_names::Role::Socket)
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
    let path = clean(&value);
    // Disks have numbers: `/dev/sda1`.
    let fits = |known: &&KnownPath| {
        known.covers(&path) || known.path.starts_with("/dev/") && path.starts_with(known.path)
    };
    // The longest fits best: `/etc/ssh` rather than `/etc`.
    let known = paths::with_role(&[Role::Sensitive, Role::Secret]).filter(fits);
    let known = known.max_by_key(|known| known.path.len() + usize::from(known.is_alone))?;
    let is_secret = known.role == Role::Secret;
    Some(SensitivePath { path, known: known.path, holds: known.holds, is_secret })
}

/// A path of the host that belongs to its system, and of which [`sensitive`] says nothing, or nothing when it is only read.
pub fn system_path(path: &Scalar<'_>, is_read_only: bool) -> Option<String> {
    let clean = clean(&interpolated::resolve(path).get()?);
    let is_one = |role: Role| paths::with_role(&[role]).any(|known| known.covers(&clean));
    let is_system = is_one(Role::System) && !is_one(Role::Harmless);
    let is_told = sensitive(path).is_some_and(|known| known.is_secret || !is_read_only);
    (is_system && !is_told).then_some(clean)
}
