//! A capability that never takes effect.

use commands::Tool;
use plimsoll_linter::prelude::*;
use project::hardening::forbids_new_privileges;

#[derive(Default)]
pub(crate) struct IneffectiveCapability;

impl Rule for IneffectiveCapability {
    fn check_container(&self, container: &Container, cx: &mut Context) {
        let service = container.service;
        // Podman makes the capabilities of a non-root user ambient ones, which `no_new_privs` leaves alone.
        if container.line().is_some_and(|line| line.command.tool == Tool::Podman) {
            return;
        }
        let forbids = |option: &&compose::yaml::Scalar| forbids_new_privileges(&option.value) == Some(true);
        let (Some(first), Some(option)) =
            (service.cap_add.first(), service.security_opt.iter().find(forbids))
        else {
            return;
        };
        let Value::Known { value: user, set_at } = container.user() else { return };
        if project::is_root(user) || service.privileged.as_ref().is_some_and(|flag| !flag.is(false)) {
            return;
        }
        let key = container.says("cap_add");
        let message = format!("`{key}` in {} has no effect", container.title());
        cx.report(first.span, message)
            .here("a non-root user gets this capability only from a program's file capabilities")
            .label(set_at, format!("the container runs as `{user}`"))
            .label(option.span, "file capabilities are ignored with this option")
            .help(match first.value.trim_start_matches("CAP_") {
                "NET_BIND_SERVICE" => {
                    format!(
                        "remove `{key}`: since Docker 20.10, ports below 1024 do not require a capability"
                    )
                }
                _ => format!(
                    "remove `{key}`, or set the capability on the program's file and remove `no-new-privileges`"
                ),
            });
    }
}
