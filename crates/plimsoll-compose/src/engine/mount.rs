//! Mounts that the engine cannot make (moby, package `volume/mounts`: `linux_parser.go`, `validate.go`).

use super::{Refusal, is_known, one_of};
use crate::model::Service;
use crate::yaml::{Scalar, Yaml};

const PROPAGATIONS: [&str; 6] = ["private", "rprivate", "shared", "rshared", "slave", "rslave"];

pub(super) fn check(service: &Service<'_>, found: &mut Vec<Refusal>) {
    for mount in &service.volumes {
        if let Some(target) = &mount.target {
            path(target, &target.value, found);
        }
    }
    for tmpfs in &service.tmpfs {
        let (target, options) = tmpfs.value.split_once(':').unwrap_or((&tmpfs.value, ""));
        path(tmpfs, target, found);
        memory(tmpfs, options, found);
    }
    let items = service.get("volumes").and_then(Yaml::as_sequence).unwrap_or_default();
    for mount in items.iter().filter(|mount| mount.as_mapping().is_some()) {
        options(mount, found);
    }
}

/// Where it is mounted.
fn path(scalar: &Scalar<'_>, target: &str, found: &mut Vec<Refusal>) {
    if !is_known(scalar) {
        return;
    }
    if is_relative(target) {
        let message = format!("`{target}` is not an absolute path in the container");
        found.push(Refusal::new(scalar.span, message, "use an absolute path, starting with `/`"));
    } else if target.starts_with('/') && target.bytes().all(|byte| byte == b'/') {
        let message = "`/` is not a valid mount target".to_owned();
        found.push(Refusal::new(scalar.span, message, "use a directory under `/`"));
    }
}

/// Neither `/data` nor `C:\data`.
pub(super) fn is_relative(path: &str) -> bool {
    !path.is_empty()
        && !path.starts_with(['/', '\\'])
        && !path.get(1..).is_some_and(|rest| rest.starts_with(':'))
        && !is_placeholder(path)
}

/// Whether it is a name such as `CONFIG_DIR`, in whose place a script puts the path before Compose reads the file.
fn is_placeholder(path: &str) -> bool {
    path.contains('_')
        && path.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit() || byte == b'_')
}

/// Options of `tmpfs` (moby, `MergeTmpfsOptions`), with two that Podman adds.
fn memory(tmpfs: &Scalar<'_>, options: &str, found: &mut Vec<Refusal>) {
    #[rustfmt::skip]
    const OPTIONS: [&str; 42] = [
        "async", "atime", "bind", "defaults", "dev", "diratime", "dirsync", "exec", "gid", "iversion", "mand",
        "mode", "mpol", "noatime", "nodev", "nodiratime", "noexec", "noiversion", "nomand", "norelatime",
        "nostrictatime", "nosuid", "notmpcopyup", "nr_blocks", "nr_inodes", "private", "rbind", "relatime",
        "remount", "ro", "rprivate", "rshared", "rslave", "rw", "shared", "size", "slave", "strictatime",
        "suid", "sync", "tmpcopyup", "uid",
    ];
    for option in options.split(',').filter(|_| is_known(tmpfs)) {
        let name = option.split('=').next().unwrap_or_default();
        if !name.is_empty() && !OPTIONS.contains(&name) {
            let message = format!("`{name}` is not a valid tmpfs option");
            found.push(Refusal::new(
                tmpfs.span,
                message,
                one_of(name, &["size", "mode", "uid", "gid", "exec"]),
            ));
        }
    }
}

/// Keys of the long syntax that do not go together. Compose keeps options of another type of mount from the engine.
fn options(mount: &Yaml<'_>, found: &mut Vec<Refusal>) {
    let Some(mount) = mount.as_mapping() else { return };
    let Some(kind) = mount.get("type").and_then(Yaml::as_scalar).filter(|kind| is_known(kind)) else {
        return;
    };
    let source = mount.get("source").and_then(Yaml::as_scalar).filter(|source| !source.value.is_empty());
    if let Some(source) = source.filter(|_| kind.value == "tmpfs") {
        let message = "a mount of type `tmpfs` cannot have a `source`".to_owned();
        let refusal =
            Refusal::new(source.span, message, "remove the source, or set `type: bind` or `type: volume`");
        found.push(refusal.because(kind.span, "the type is set here"));
    }
    let propagation = mount.at(&["bind", "propagation"]).filter(|_| kind.value == "bind");
    let propagation = propagation.and_then(|entry| entry.value.as_scalar());
    if let Some(word) = propagation.filter(|word| is_known(word) && !word.value.is_empty())
        && !PROPAGATIONS.contains(&&*word.value)
    {
        let message = format!("`{}` is not a valid mount propagation", word.value);
        found.push(Refusal::new(word.span, message, one_of(&word.value, &PROPAGATIONS)));
    }
}
