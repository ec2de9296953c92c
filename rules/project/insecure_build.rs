//! A build that gets the rights or the network of the host.

use dockerfile::{Instruction, Kind};
use plimsoll_linter::prelude::*;

#[derive(Default)]
pub(crate) struct InsecureBuild;

impl Rule for InsecureBuild {
    fn check_instruction(&self, instruction: &Instruction, cx: &mut Context) {
        let Kind::Run(_) = instruction.kind else { return };
        for (name, value, what, harm) in [
            (
                "security",
                "insecure",
                "has all capabilities and no sandbox",
                "any code that this step runs can take over the host",
            ),
            (
                "network",
                "host",
                "uses the host's network",
                "any code that this step runs can connect to services on the host's loopback address",
            ),
        ] {
            if let Some(flag) = instruction.flag_with(name, value) {
                cx.report(flag.word.text.span, format!("this `RUN` {what}"))
                    .here(harm)
                    .help(format!("remove `--{name}={value}`"));
            }
        }
    }

    fn check_service(&self, service: &compose::Service, cx: &mut Context) {
        for entitlement in service.build.iter().flat_map(|build| &build.entitlements) {
            let value = &*entitlement.value;
            if ["security.insecure", "network.host"].contains(&value) {
                let message =
                    format!("the build for service `{}` is allowed to use `{value}`", service.name.value);
                cx.report(entitlement.span, message)
                    .here("any `RUN` in this build can then access the host")
                    .help("remove this entitlement");
            }
        }
    }
}
