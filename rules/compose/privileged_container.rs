//! `privileged: true`.

use plimsoll_linter::prelude::*;

#[derive(Default)]
pub(crate) struct PrivilegedContainer;

impl Rule for PrivilegedContainer {
    fn check_service(&self, service: &compose::Service, cx: &mut Context) {
        if let Some(privileged) = service.privileged.as_ref().filter(|privileged| privileged.is(true)) {
            let message = format!("service `{}` runs privileged", service.name.value);
            cx.report(privileged.span(), message)
                .here("root in the container is root on the host")
                .help("remove it, and give what is missing one by one with `cap_add` and `devices`");
        }
        let hooks = ["pre_start", "post_start", "pre_stop"]
            .into_iter()
            .filter_map(|key| service.get(key)?.as_sequence());
        for flag in hooks.flatten().filter_map(|hook| hook.get("privileged")?.as_scalar()) {
            if flag.value == "true" {
                cx.report(flag.span, format!("a hook of service `{}` runs privileged", service.name.value))
                    .here("root in it is root on the host")
                    .help("remove it");
            }
        }
        let build = service.build.as_ref().and_then(|build| build.privileged.as_ref());
        if let Some(privileged) = build.filter(|privileged| privileged.is(true)) {
            let message = format!("service `{}` is built privileged", service.name.value);
            cx.report(privileged.span(), message)
                .here("every `RUN` of the build is root on the host")
                .help("remove it, or name what the build needs in `entitlements`")
                .answers_to(["cis:5.5"]);
        }
    }
}
