//! A capability with which a container is root on its host.

use compose::Namespace;
use facts::capabilities::{self, Harm};
use plimsoll_linter::prelude::*;
use project::Shared;

use super::risky_capability::{DOCKSEC, is_needed, plain_name};
use super::unconfined_container::is_privileged;

#[derive(Default)]
pub(crate) struct DangerousCapability;

/// What is dangerous together with `pid: host`.
const WITH_PROCESSES: &str = "with `pid: host`, the container can take over any process on the host";

impl Rule for DangerousCapability {
    fn check_container(&self, container: &Container, cx: &mut Context) {
        // It has all of them then.
        if is_privileged(container) {
            return;
        }
        let shares_processes =
            container.namespace(Shared::Processes).is_known_and(|own| own == Namespace::Host);
        for added in container.added_capabilities() {
            let name = plain_name(added);
            if is_needed(container, &name, added.span, cx) {
                continue;
            }
            let known =
                capabilities::find(&name).filter(|known| known.harm == Harm::Host).map(|known| known.does);
            let Some(why) = known.or((name == "SYS_PTRACE" && shares_processes).then_some(WITH_PROCESSES))
            else {
                continue;
            };
            let message = format!("{} can take over the host with `{}`", container.title(), added.value);
            let finding = cx.report(added.span, message);
            finding.here(why).help("add only the capabilities that the program needs");
            let compose_lint = match &*name {
                "DAC_READ_SEARCH" | "SYS_PTRACE" => "compose-lint:CL-0027",
                "BPF" => "compose-lint:CL-0011",
                _ => "compose-lint:CL-0024",
            };
            let docksec = Some(DOCKSEC).filter(|_| matches!(&*name, "ALL" | "SYS_ADMIN" | "SYS_PTRACE"));
            finding.answers_to(["kics:ce76b7d0", compose_lint, "cis:5.4"].into_iter().chain(docksec));
        }
    }
}
