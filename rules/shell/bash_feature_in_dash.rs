//! What only Bash knows, where `sh` is dash.

use plimsoll_linter::prelude::*;
use shell::{Dialect, Script};

#[derive(Default)]
pub(crate) struct BashFeatureInDash;

impl Rule for BashFeatureInDash {
    fn check_shellcheck(&self, finding: &ShellFinding, cx: &mut Context) {
        if cx.stage().and_then(|stage| stage.sh_at(cx.index())) == Some(Dialect::Dash) {
            finding
                .report(cx)
                .here("`sh` is dash in this image, and does not know this")
                .help(r#"write `SHELL ["/bin/bash", "-c"]` before it, or what POSIX has for this"#);
        }
    }

    fn check_script(&self, script: &Script, cx: &mut Context) {
        report_refused(script, Dialect::Dash, "`sh` is dash in this image, and does not know this", cx);
        let Some(stage) = cx.stage().filter(|stage| stage.sh_at(cx.index()) == Some(Dialect::Dash)) else {
            return;
        };
        if stage.script_shell_at(cx.index()) != Some(shell::Shell::Posix(Dialect::Sh)) {
            return;
        }
        report_joint_pipe(script, "`sh` is dash in this image, and cannot read this", cx);
    }
}

/// Reports the words that `sh` refuses.
pub(super) fn report_refused(script: &Script, sh: Dialect, here: &'static str, cx: &mut Context) {
    let Some(stage) = cx.stage().filter(|_| !cx.is_trigger()) else { return };
    for refused in stage.refused_in(script, cx.index(), sh) {
        let finding = cx.report(refused.span, format!("`{}` needs Bash", refused.text));
        finding.here(here).help(r#"write `SHELL ["/bin/bash", "-c"]` before it, or what POSIX has for this"#);
        finding.aliases =
            Some(refused.code.map(|code| format!("shellcheck:{code}").into()).into_iter().collect());
    }
}

/// Reports `|&`, which joins a pipe in Bash and is a syntax error in the small shells.
pub(super) fn report_joint_pipe(script: &Script, here: &'static str, cx: &mut Context) {
    for (command, next) in script.commands.iter().zip(script.commands.iter().skip(1)) {
        let is_pipe = next.position.stage > 0 && next.position.pipeline == command.position.pipeline;
        if !is_pipe || next.position.nested || command.span.end > next.span.start {
            continue;
        }
        let between = Span { start: command.span.end, end: next.span.start, ..command.span };
        let Some(at) = cx.text(between).find("|&") else { continue };
        let start = between.start + at as u32;
        cx.report(Span { start, end: start + 2, ..between }, "`|&` needs Bash")
            .here(here)
            .help("write `2>&1 |`")
            .answers_to([]);
    }
}
