//! What only Bash knows, where `sh` is dash.

use dockerfile::Kind;
use plimsoll_linter::prelude::*;
use shell::{Command, Dialect, Script, SmallShell};

#[derive(Default)]
pub(crate) struct BashFeatureInDash;

impl Rule for BashFeatureInDash {
    fn check_container(&self, container: &Container, cx: &mut Context) {
        // Neither dash nor BusyBox has it, and ShellCheck's code for it is not asked for.
        let is_busybox = || container.known_image().and_then(|image| image.has_tool("apk")) == Some(true);
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
            if container.sh() != Some(Dialect::Dash) && !is_busybox() {
                return;
            }
            cx.report(script.text.span(at..at + "/dev/tcp".len()), "`/dev/tcp` only exists in Bash")
                .here("`sh` in this image tries to open a file with this name, which does not exist")
                .help("run this script with `bash -c` if the image has Bash, or use `nc -z`")
                .answers_to(if is_busybox() { None } else { Some("shellcheck:SC3025") });
        }
    }

    fn check_shellcheck(&self, finding: &ShellFinding, cx: &mut Context) {
        // The build goes on; `unexpanded-braces` says what happens, and `unquoted-version` does for `pip install a>=1.*`.
        if finding.has_accepted_braces(cx) || is_version(finding, cx) {
            return;
        }
        if finding.alias == "shellcheck:SC3037" {
            return report_echo(finding, cx);
        }
        if cx.container().is_some_and(|container| container.sh() == Some(Dialect::Dash)) {
            // Reported above, with what happens.
            if finding.alias == "shellcheck:SC3025" && cx.text(finding.span).contains("/dev/tcp/") {
                return;
            }
            finding
                .report(cx)
                .here("`sh` in this image is dash, which does not support this")
                .help("run this script with `bash -c`, or use the POSIX equivalent");
        } else if cx.stage().and_then(|stage| stage.sh_at(cx.index())) == Some(Dialect::Dash) {
            finding.report(cx).here("`sh` in this image is dash, which does not support this").help(
                r#"add `SHELL ["/bin/bash", "-c"]` before this instruction, or use the POSIX equivalent"#,
            );
        }
    }

    fn check_script(&self, script: &Script, cx: &mut Context) {
        report_refused(
            script,
            Dialect::Dash,
            "`sh` in this image is a version of dash that does not support this",
            cx,
        );
        report_unread(SmallShell::Dash, "`sh` in this image is dash, which cannot parse this", cx);
    }
}

/// Whether the pattern of a redirection is the version of a package.
fn is_version(finding: &ShellFinding, cx: &Context) -> bool {
    finding.alias == "shellcheck:SC3031"
        && cx.text(finding.span).trim_start_matches(['>', '<']).starts_with('=')
}

/// Reports an option of `echo` that becomes part of a file: dash knows only `-n`. What is only shown does no harm.
fn report_echo(finding: &ShellFinding, cx: &mut Context) {
    let Some(Kind::Run(run)) = cx.instruction().map(|instruction| &instruction.kind) else { return };
    // `/bin/echo` is another program, and a nested `bash -c` has its own `echo`.
    let is_builtin = |command: &Command| {
        command.name_word().is_some_and(|word| word.is("echo")) && !command.position.nested
    };
    let echoes = |command: &&Command| is_builtin(command) && command.span.contains(finding.span);
    let commands = run.command.commands();
    let Some(echo) = commands.iter().find(echoes) else { return };
    let writes = |redirect: &shell::Redirect| {
        let target = redirect.target.as_ref().map(shell::Word::unquoted).unwrap_or_default();
        let is_output = matches!(&*redirect.operator, ">" | ">>" | ">|") && redirect.descriptor.is_none();
        is_output && !target.starts_with("/dev/")
    };
    let is_dash = cx.stage().and_then(|stage| stage.sh_at(cx.index())) == Some(Dialect::Dash);
    let is_refused = |word: &&shell::Word| {
        word.unquoted().strip_prefix('-').is_some_and(|letters| letters.contains(['e', 'E']))
    };
    let option = echo.arguments().first().filter(is_refused);
    let Some(option) = option.filter(|_| is_dash && echo.redirects.iter().any(writes)) else { return };
    cx.report(option.span, format!("`echo {}` writes `{0}` to the file", option.unquoted()))
        .here("`sh` in this image is dash, whose `echo` only supports `-n`")
        .help("use `printf`, which behaves the same in every shell")
        .answers_to([finding.alias]);
}

/// How to get Bash. Images with ash rarely have it.
fn help_with(is_ash: bool) -> &'static str {
    if is_ash {
        "install Bash and set `SHELL`, or use the POSIX equivalent"
    } else {
        r#"add `SHELL ["/bin/bash", "-c"]` before this instruction, or use the POSIX equivalent"#
    }
}

/// Reports the words that `sh` refuses.
pub(super) fn report_refused(script: &Script, sh: Dialect, here: &'static str, cx: &mut Context) {
    if cx.is_trigger() || !project::may_be_refused(script) {
        return;
    }
    let Some(stage) = cx.stage() else { return };
    for refused in stage.refused_in(script, cx.index(), sh) {
        let finding = cx.report(refused.span, format!("`{}` is not supported by `sh`", refused.text));
        finding.here(here).help(help_with(sh == Dialect::Ash));
        finding.aliases =
            Some(refused.code.map(|code| format!("shellcheck:{code}").into()).into_iter().collect());
    }
}

/// Reports where `sh` stops reading a RUN that Bash would read.
pub(super) fn report_unread(sh: SmallShell, here: &'static str, cx: &mut Context) {
    let Some(Kind::Run(run)) = cx.instruction().map(|instruction| &instruction.kind) else { return };
    // Most scripts have nothing of the kind: the stage is not asked about those.
    if !run.command.shell_text().is_some_and(|script| shell::may_differ(&script.text)) {
        return;
    }
    let Some(stage) = cx.stage().filter(|_| !cx.is_trigger()) else { return };
    let Some(unread) = stage.unread_at(&run.command, cx.index(), sh) else { return };
    let help =
        if unread.text.starts_with("`|&`") { "write `2>&1 |`" } else { help_with(sh == SmallShell::Ash) };
    let code = unread.code.map(|code| format!("shellcheck:{code}"));
    cx.report(unread.span, unread.text).here(here).help(help).aliases =
        Some(code.into_iter().map(Into::into).collect());
}
