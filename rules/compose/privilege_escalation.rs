//! A service that lets its programs become more than they are.

use plimsoll_linter::prelude::*;
use project::hardening::forbids_new_privileges;

#[derive(Default)]
pub(crate) struct PrivilegeEscalation;

impl Rule for PrivilegeEscalation {
    fn check_service(&self, service: &compose::Service, cx: &mut Context) {
        let options = &service.security_opt;
        if options.iter().any(|option| forbids_new_privileges(&option.value) == Some(true)) {
            return;
        }
        let Some(off) = options.iter().find(|option| forbids_new_privileges(&option.value) == Some(false))
        else {
            return;
        };
        cx.report(off.span, format!("service `{}` lets programs gain privileges", service.name.value))
            .here("a setuid program in it makes root of anybody")
            .help("set `no-new-privileges:true`");
    }
}
