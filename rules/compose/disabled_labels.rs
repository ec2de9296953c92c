//! Separation by labels of the security module switched off.

use plimsoll_linter::prelude::*;

#[derive(Default)]
pub(crate) struct DisabledLabels;

impl Rule for DisabledLabels {
    fn check_service(&self, service: &compose::Service, cx: &mut Context) {
        for option in
            service.security_opt.iter().filter(|o| matches!(&*o.value, "label:disable" | "label=disable"))
        {
            let message = format!("service `{}` runs without SELinux separation", service.name.value);
            cx.report(option.span, message)
                .here("SELinux no longer keeps it from the host's files")
                .help("remove it, and let the volumes it shares be relabelled with `:z` or `:Z`");
        }
    }
}
