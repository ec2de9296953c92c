//! A security profile of the container switched off.

use plimsoll_linter::prelude::*;

use super::risky_capability::{has_reason, plain_name};
use crate::compose::engine_socket::is_image;

#[derive(Default)]
pub(crate) struct UnconfinedContainer;

/// An option, what it is called, what its absence does, the codes of other linters.
const PROFILES: &[(&str, &str, &str, &[&str])] = &[
    (
        "seccomp",
        "seccomp",
        "about 40 system calls, such as `bpf`, `keyctl` and `mount`, are no longer blocked",
        &[
            "kics:404fde2c",
            "semgrep:seccomp-confinement-disabled",
            "compose-lint:CL-0009",
            "docksec:compose-disabled-security-opt",
            "cis:5.22",
        ],
    ),
    (
        "apparmor",
        "AppArmor",
        "no profile restricts what programs in the container can access",
        &["compose-lint:CL-0009", "docksec:compose-disabled-security-opt", "cis:5.2"],
    ),
    (
        "systempaths",
        "system path",
        "hidden paths in `/proc` and `/sys` become visible, and kernel settings in `/proc` writable",
        &["compose-lint:CL-0009"],
    ),
];

impl Rule for UnconfinedContainer {
    fn check_container(&self, container: &Container, cx: &mut Context) {
        report(container, Why::Unknown, cx);
    }
}

/// Whether something says why a profile is turned off: the documentation of the image, a comment, or that it is for development,
/// where debuggers need it.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Why {
    Known,
    Unknown,
}

/// Reports the profiles that are turned off for a reason, or for none.
pub(super) fn report(container: &Container, why: Why, cx: &mut Context) {
    // AMD documents `seccomp=unconfined` for programs that compute on its graphics cards.
    if container.devices().iter().any(is_amd_compute) {
        return;
    }
    let (is_privileged, is_boundless) = (is_privileged(container), is_boundless(container));
    for option in container.security_options() {
        let Some((key, value)) = option.value.split_once([':', '=']) else { continue };
        let key = key.trim();
        // It has no profile then, or one that hardly matters.
        if is_privileged || is_boundless && key == "apparmor" || value.trim() != "unconfined" {
            continue;
        }
        let Some((_, name, effect, aliases)) = PROFILES.iter().find(|(profile, ..)| *profile == key) else {
            continue;
        };
        let is_documented = container.is_excused_by_image()
            && (container.is_chosen_for_development()
                || is_image(container, |image| image.turns_off_profile(key))
                || has_reason(container, "security_opt", option.span, cx));
        if is_documented != (why == Why::Known) {
            continue;
        }
        let message = format!("{} runs without {name} confinement", container.title());
        cx.report(option.span, message)
            .here(*effect)
            .help("remove this option, or set a profile that allows only what the program needs")
            .answers_to(aliases.iter().copied());
    }
}

/// Whether it is `privileged`, which turns off all profiles. `privileged-container` reports it. Of command lines, all dangers are
/// told.
pub(super) fn is_privileged(container: &Container) -> bool {
    container.line().is_none() && container.is_privileged().is_known_and(|flag| flag)
}

/// Whether it can do what `AppArmor` forbids in other ways: by the engine of its host, or with a capability that reaches
/// other processes and mounts. Other rules report these.
fn is_boundless(container: &Container) -> bool {
    let is_wide = |name: &str| matches!(name, "ALL" | "SYS_ADMIN" | "SYS_PTRACE");
    let has_socket =
        container.service.volumes.iter().any(|mount| project::host_paths::engine_socket(mount).is_some());
    let is_wide = container.added_capabilities().iter().any(|added| is_wide(&plain_name(added)));
    container.line().is_none() && (has_socket || is_wide)
}

/// Whether it is the device through which programs compute on AMD's graphics cards. Source: AMD, "Running Docker
/// containers".
fn is_amd_compute(device: &compose::Device) -> bool {
    device.source.as_ref().is_some_and(|source| source.value == "/dev/kfd")
}
