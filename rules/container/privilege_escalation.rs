//! A container that lets its programs become more than they are.

use plimsoll_linter::prelude::*;
use project::hardening::forbids_new_privileges;

#[derive(Default)]
pub(crate) struct PrivilegeEscalation;

impl Rule for PrivilegeEscalation {
    fn check_container(&self, container: &Container, cx: &mut Context) {
        let options = container.security_options();
        // The last one that says anything decides.
        let last = options.iter().rev().find(|option| forbids_new_privileges(&option.value).is_some());
        let Some(off) = last.filter(|option| forbids_new_privileges(&option.value) == Some(false)) else {
            return;
        };
        let message = format!("{} allows privilege escalation", container.title());
        cx.report(container.setting_span("security_opt"), message)
            .here("setuid programs can gain root")
            .label(off.span, "this option turns off the protection")
            .help("set `no-new-privileges:true`")
            .fix(Fix::risky("set `no-new-privileges:true`").replace(off.span, "no-new-privileges:true"));
    }
}
