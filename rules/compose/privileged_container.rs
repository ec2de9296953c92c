//! `privileged: true`.

use plimsoll_linter::prelude::*;

#[derive(Default)]
pub(crate) struct PrivilegedContainer;

impl Rule for PrivilegedContainer {
    fn check_container(&self, container: &Container, cx: &mut Context) {
        let service = container.service;
        if let Some(privileged) = service.privileged.as_ref().filter(|privileged| privileged.is(true)) {
            let message = format!("{} runs privileged", container.title());
            cx.report(privileged.span(), message).here("root in the container is root on the host").help(
                format!(
                    "remove this setting and grant only what is needed with `{}` and `{}`",
                    container.says("cap_add"),
                    container.says("devices")
                ),
            );
        }
        let hooks = ["pre_start", "post_start", "pre_stop"]
            .into_iter()
            .filter_map(|key| service.get(key)?.as_sequence());
        for flag in hooks.flatten().filter_map(|hook| hook.get("privileged")?.as_scalar()) {
            if flag.value == "true" {
                cx.report(flag.span, format!("{} has a privileged hook", container.title()))
                    .here("root in the hook is root on the host")
                    .help("remove `privileged`");
            }
        }
        if let Some((privileged, Some(step))) = privileged_build(container) {
            cx.report(privileged, format!("the build of {} is privileged", container.title()))
                .here("this allows `RUN --security=insecure`, which is effectively root on the host")
                .label(step, "this step is effectively root on the host")
                .help("remove this setting here, and `--security=insecure` from the Dockerfile")
                .answers_to(["cis:5.5"]);
        }
    }
}

/// Where a build is privileged, and the step that makes use of it, if there is one.
pub(super) fn privileged_build(container: &Container) -> Option<(Span, Option<Span>)> {
    let privileged = container.service.build.as_ref()?.privileged.as_ref()?;
    let file = container.build_file();
    let mut steps = file.iter().flat_map(|file| &file.tree.instructions);
    let step = steps.find(|step| step.flag_with("security", "insecure").is_some());
    privileged.is(true).then(|| (privileged.span(), step.map(|step| step.keyword.text.span)))
}
