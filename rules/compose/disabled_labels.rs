//! Separation by labels of the security module switched off.

use plimsoll_linter::prelude::*;

#[derive(Default)]
pub(crate) struct DisabledLabels;

impl Rule for DisabledLabels {
    fn check_container(&self, container: &Container, cx: &mut Context) {
        let service = container.service;
        for option in
            service.security_opt.iter().filter(|o| matches!(&*o.value, "label:disable" | "label=disable"))
        {
            let message = format!("{} runs without SELinux separation", container.title());
            cx.report(option.span, message).here("SELinux does not protect the host's files from this container").help(
                "remove this option and add `:z` to the mount that SELinux blocks (never to `/home`, `/etc` or `/usr`)",
            );
        }
    }
}
