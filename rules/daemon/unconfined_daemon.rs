//! Containers or builds without confinement by default.

use plimsoll_linter::prelude::*;

#[derive(Default)]
pub(crate) struct UnconfinedDaemon;

impl Rule for UnconfinedDaemon {
    fn check_daemon(&self, daemon: &Daemon, cx: &mut Context) {
        if let Some(profile) = daemon.settings.text("seccomp-profile").filter(|it| it.value == "unconfined") {
            cx.report(profile.span, "containers run without seccomp confinement")
                .here("this allows system calls that exploits need and hardly any program uses")
                .help("remove this setting to use the built-in profile");
        }
        let insecure = daemon.at(&["builder", "entitlements", "security-insecure"]);
        let insecure = insecure.and_then(|value| value.as_scalar()).filter(|value| value.value == "true");
        if let Some(insecure) = insecure {
            cx.report(insecure.span, "any build can request all privileges")
                .here("any client that can reach this daemon can build with `RUN --security=insecure`")
                .help("remove this entitlement")
                .answers_to([]);
        }
    }
}
