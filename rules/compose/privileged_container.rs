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
                    "remove it, and grant only what is needed with `{}` and `{}`",
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
                cx.report(flag.span, format!("a hook of {} runs privileged", container.title()))
                    .here("root in the hook is root on the host")
                    .help("remove it");
            }
        }
        let build = service.build.as_ref().and_then(|build| build.privileged.as_ref());
        if let Some(privileged) = build.filter(|privileged| privileged.is(true)) {
            let message = format!("{} is built privileged", container.title());
            let file = container.build_file();
            let instructions = file.iter().flat_map(|file| &file.tree.instructions);
            let insecure = |it: &&dockerfile::Instruction| it.flag_with("security", "insecure").is_some();
            let run = instructions.clone().find(insecure).map(|it| it.keyword.text.span);
            let finding = cx.report(privileged.span(), message);
            finding
                .here("only `RUN --security=insecure` uses it, and runs as root on the host")
                .help("remove it, and `--security=insecure` from the Dockerfile")
                .answers_to(["cis:5.5"]);
            match run {
                Some(run) => finding.label(run, "this step runs as root on the host"),
                None => finding.help("remove it: no step of the Dockerfile uses it").at(Level::Note),
            };
        }
    }
}
