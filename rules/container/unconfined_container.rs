//! A security profile of the container switched off.

use plimsoll_linter::prelude::*;

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
        // AMD documents `seccomp=unconfined` for programs that compute on its graphics cards.
        if container.devices().iter().any(is_amd_compute) {
            return;
        }
        for option in container.security_options() {
            let Some((name, value)) = option.value.split_once([':', '=']) else { continue };
            let profile = PROFILES.iter().find(|(profile, ..)| *profile == name.trim());
            let Some((_, name, effect, aliases)) = profile.filter(|_| value.trim() == "unconfined") else {
                continue;
            };
            let message = format!("{} runs without {name} confinement", container.title());
            cx.report(option.span, message)
                .here(*effect)
                .help("remove this option, or set a profile that allows only what the program needs")
                .answers_to(aliases.iter().copied());
        }
    }
}

/// Whether it is the device through which programs compute on AMD's graphics cards. Source: AMD, "Running Docker
/// containers".
fn is_amd_compute(device: &compose::Device) -> bool {
    device.source.as_ref().is_some_and(|source| source.value == "/dev/kfd")
}
