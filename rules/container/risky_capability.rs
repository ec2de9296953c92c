//! A capability that reaches beyond the container without being a way out of it.

use facts::capabilities::{self, Harm};
use plimsoll_linter::prelude::*;

use crate::compose::engine_socket::is_image;

#[derive(Default)]
pub(crate) struct RiskyCapability;

/// The name of what `DockSec` says of four capabilities.
pub(crate) const DOCKSEC: &str = "docksec:compose-dangerous-capabilities";

impl Rule for RiskyCapability {
    fn check_container(&self, container: &Container, cx: &mut Context) {
        for added in container.added_capabilities() {
            let name = plain_name(added);
            let is_ours = |harm: Harm| harm == Harm::Reach || is_needed(container, &name, added.span, cx);
            let known = capabilities::find(&name).filter(|known| is_ours(known.harm));
            let Some(known) = known else { continue };
            let message = format!("{} adds the capability `{}`", container.title(), added.value);
            let docksec = Some(DOCKSEC).filter(|_| matches!(&*name, "NET_ADMIN" | "SYS_PTRACE"));
            let aliases = ["kics:ce76b7d0", "cis:5.4"].into_iter().chain(compose_lint(&name)).chain(docksec);
            cx.report(added.span, message)
                .here(known.does)
                .help("remove this capability unless the program needs it")
                .answers_to(aliases);
        }
    }
}

/// Whether it cannot do its work without a capability that is added at this place, as its devices and mounts, the
/// documentation of its image or a comment say.
pub(super) fn is_needed(container: &Container, capability: &str, place: Span, cx: &Context) -> bool {
    let is_documented = |image: &ImageName| image.needs_capability(capability);
    let base = container.stage().and_then(|stage| stage.root_image());
    mounts_filesystems(container, capability)
        || loads_modules(container, capability)
        || container.is_excused_by_image()
            && (is_image(container, is_documented)
                || base.is_some_and(is_documented)
                || has_reason(container, "cap_add", place, cx))
}

/// Whether a comment says why something is in the list of a key: on its line, above it, or at the key.
pub(super) fn has_reason(container: &Container, key: &str, place: Span, cx: &Context) -> bool {
    [place, container.service.key_span(key)].iter().any(|place| {
        let text = cx.project().sources.text(place.file).raw;
        let (before, after) = text.split_at_checked(place.start as usize).unwrap_or_default();
        let beside = after.lines().next().is_some_and(|line| line.contains(" #"));
        let above = before.lines().rev().nth(1).is_some_and(|line| line.trim_start().starts_with("# "));
        beside || above
    })
}

/// Whether it mounts filesystems of its own: a program with the device of FUSE needs this capability for it.
fn mounts_filesystems(container: &Container, capability: &str) -> bool {
    let is_fuse =
        |device: &compose::Device| device.source.as_ref().is_some_and(|source| source.value == "/dev/fuse");
    let devices = container.devices();
    capability == "SYS_ADMIN" && container.line().is_none() && devices.iter().any(is_fuse)
}

/// Whether it has the modules of the host's kernel to load. Without them, the capability is of no use.
fn loads_modules(container: &Container, capability: &str) -> bool {
    let is_path = |path: &compose::yaml::Scalar| path.value.starts_with("/lib/modules");
    let is_modules = |mount: &compose::Mount| mount.source.iter().chain(&mount.target).any(is_path);
    capability == "SYS_MODULE"
        && container.line().is_none()
        && container.service.volumes.iter().any(is_modules)
}

/// The code of compose-lint for a capability.
fn compose_lint(name: &str) -> Option<&'static str> {
    Some(match name {
        "NET_ADMIN" | "SYS_BOOT" => "compose-lint:CL-0011",
        "SYS_PTRACE" => "compose-lint:CL-0027",
        "PERFMON" | "SYS_TIME" => "compose-lint:CL-0028",
        "IPC_LOCK" | "LEASE" | "SYS_NICE" => "compose-lint:CL-0029",
        "SYSLOG" => "compose-lint:CL-0030",
        _ => return None,
    })
}

/// `SYS_ADMIN` of `cap_sys_admin`: Docker takes both, in any letter case. Empty where a variable decides.
pub(crate) fn plain_name(capability: &compose::yaml::Scalar<'_>) -> String {
    facts::capabilities::bare(&project::resolve(capability).get().unwrap_or_default())
}
