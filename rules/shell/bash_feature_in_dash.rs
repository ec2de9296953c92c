//! What only Bash knows, where `sh` is dash.

use plimsoll_linter::prelude::*;
use shell::{Dialect, Script};

#[derive(Default)]
pub(crate) struct BashFeatureInDash;

impl Rule for BashFeatureInDash {
    fn check_container(&self, container: &Container, cx: &mut Context) {
        // Neither dash nor BusyBox has it, and ShellCheck's code for it is not asked for.
        let is_busybox = || container.known_image().and_then(|image| image.has_tool("apk")) == Some(true);
        if container.sh() != Some(Dialect::Dash) && !is_busybox() {
            return;
        }
        for script in container.shell_texts() {
            let text = &script.text.text;
            if !matches!(script.dialect, Dialect::Sh | Dialect::Dash) {
                continue;
            }
            // A nested `bash -c` has it.
            let Some(at) =
                text.find("/dev/tcp/").filter(|at| !text.get(..*at).is_some_and(|it| it.contains("bash")))
            else {
                continue;
            };
            cx.report(script.text.span(at..at + "/dev/tcp".len()), "`/dev/tcp` exists only in Bash")
                .here("`sh` in this image opens a file of this name, which does not exist")
                .help("run it with `bash -c` where the image has Bash, or use `nc -z`")
                .answers_to([]);
        }
    }

    fn check_shellcheck(&self, finding: &ShellFinding, cx: &mut Context) {
        if cx.container().is_some_and(|container| container.sh() == Some(Dialect::Dash)) {
            finding
                .report(cx)
                .here("`sh` is dash in this image, and does not know this")
                .help("run it with `bash -c`, or write what POSIX has for this");
        } else if cx.stage().and_then(|stage| stage.sh_at(cx.index())) == Some(Dialect::Dash) {
            finding
                .report(cx)
                .here("`sh` is dash in this image, and does not know this")
                .help(r#"write `SHELL ["/bin/bash", "-c"]` before it, or what POSIX has for this"#);
        }
    }

    fn check_script(&self, script: &Script, cx: &mut Context) {
        report_refused(script, Dialect::Dash, "`sh` is dash in this image, and does not know this", cx);
        report_joint_pipes(script, Dialect::Dash, "`sh` is dash in this image, and cannot read this", cx);
    }
}

/// Reports the words that `sh` refuses.
pub(super) fn report_refused(script: &Script, sh: Dialect, here: &'static str, cx: &mut Context) {
    if cx.is_trigger() || !project::may_be_refused(script) {
        return;
    }
    let Some(stage) = cx.stage() else { return };
    for refused in stage.refused_in(script, cx.index(), sh) {
        let finding = cx.report(refused.span, format!("`{}` needs Bash", refused.text));
        finding.here(here).help(r#"write `SHELL ["/bin/bash", "-c"]` before it, or what POSIX has for this"#);
        finding.aliases =
            Some(refused.code.map(|code| format!("shellcheck:{code}").into()).into_iter().collect());
    }
}

/// Reports `|&`, which joins a pipe in Bash and is a syntax error in the small shells.
pub(super) fn report_joint_pipes(script: &Script, sh: Dialect, here: &'static str, cx: &mut Context) {
    for place in joint_pipes(script, cx) {
        let is_read_by = |stage: Stage| {
            stage.sh_at(cx.index()) == Some(sh)
                && stage.script_shell_at(cx.index()) == Some(shell::Shell::Posix(Dialect::Sh))
        };
        if cx.stage().is_some_and(is_read_by) {
            cx.report(place, "`|&` needs Bash").here(here).help("write `2>&1 |`").answers_to([]);
        }
    }
}

fn joint_pipes(script: &Script, cx: &Context) -> Vec<Span> {
    let mut found = Vec::new();
    for (command, next) in script.commands.iter().zip(script.commands.iter().skip(1)) {
        let is_pipe = next.position.stage > 0 && next.position.pipeline == command.position.pipeline;
        if !is_pipe || next.position.nested || command.span.end > next.span.start {
            continue;
        }
        let between = Span { start: command.span.end, end: next.span.start, ..command.span };
        let Some(at) = cx.text(between).find("|&") else { continue };
        let start = between.start + at as u32;
        found.push(Span { start, end: start + 2, ..between });
    }
    found
}
