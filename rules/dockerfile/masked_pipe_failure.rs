//! A pipe whose failure goes unnoticed.

use dockerfile::{CommandLine, Form, Kind};
use facts::programs::Role;
use plimsoll_linter::prelude::*;
use project::EffectiveShell;
use shell::{Command, Dialect, Pipeline, Script, Shell};

#[derive(Default)]
pub(crate) struct MaskedPipeFailure;

impl Rule for MaskedPipeFailure {
    fn check_script(&self, script: &Script, cx: &mut Context) {
        let Some(Kind::Run(run)) = cx.instruction().map(|instruction| &instruction.kind) else { return };
        let pipelines: Vec<_> =
            script.pipelines().filter(|(pipeline, _)| pipeline.position.stages > 1).collect();
        if pipelines.is_empty() {
            return;
        }
        let states = script.with_shell_option("pipefail", starts_with_pipefail(&run.command, cx));
        let has_pipefail = |command: &Command| {
            let at = states.partition_point(|(other, _)| other.span.start < command.span.start);
            states.get(at).is_some_and(|(_, is_set)| *is_set)
        };
        // `X=$(a | b)`, alone: the status of the substitution is that of the command.
        let lone = script.commands.iter().filter(|command| command.words.is_empty());
        let assigned: Vec<Span> = lone.flat_map(|it| &it.assignments).map(|it| it.span).collect();
        let is_assigned = |span: Span| {
            let next = assigned.partition_point(|other| other.start <= span.start);
            next.checked_sub(1).and_then(|at| assigned.get(at)).is_some_and(|other| other.contains(span))
        };
        for (pipeline, commands) in pipelines {
            let Some(first) = feeding(script, pipeline, &commands) else { continue };
            // A group, `{ …; }`, is none of them.
            let last = commands.last().filter(|last| last.position.stage + 1 == pipeline.position.stages);
            // What a substitution returns is lost anyway, unless it is assigned.
            let is_lost = pipeline.position.in_substitution && !is_assigned(pipeline.span);
            // `sha256sum -c` fails when nothing comes.
            if is_lost || last.is_some_and(|last| last.verifies()) || has_pipefail(first) {
                continue;
            }
            let Some(word) = first.name_word() else { continue };
            let name = if first.name().is_empty() { &word.raw } else { first.name() };
            let last = last.map_or("…", |last| last.name());
            let help = help(run.command.is_exec(), cx);
            let mut answers = vec!["hadolint:DL4006", "semgrep:set-pipefail"];
            // KICS looks only at steps that name a shell.
            let text = cx.instruction().map_or("", |instruction| cx.text(instruction.span));
            answers.extend(text.contains("ash").then_some("kics:efbf148a"));
            cx.report(word.span, format!("if `{name}` fails, this step can still succeed"))
                .here(format!("this pipeline returns the exit status of its last command, `{last}`"))
                .help(help)
                .answers_to(answers);
            // One change helps them all.
            return;
        }
    }
}

/// The first command before the last `|` of a pipeline that may fail.
fn feeding<'s>(script: &'s Script, pipeline: &Pipeline, commands: &[&'s Command]) -> Option<&'s Command> {
    let count = pipeline.position.stages;
    let may_fail = |command: &&Command| !Role::NeverFails.is_of(command.name()) && !command.words.is_empty();
    let mut own = commands.iter().copied().filter(|command| command.position.stage + 1 < count);
    if own.clone().count() as u32 + 1 >= count {
        return own.find(may_fail);
    }
    // A group feeds it; its commands stand inside.
    let last = commands.last().filter(|last| last.position.stage + 1 == count);
    let end = last.map_or(pipeline.span.end, |last| last.span.start);
    let from = script.commands.partition_point(|command| command.span.start < pipeline.span.start);
    let mut inside = script.commands.get(from..)?.iter().take_while(|command| command.span.start < end);
    inside.find(may_fail)
}

/// Whether the shell that runs it was started with the option.
fn starts_with_pipefail(command: &CommandLine, cx: &Context) -> bool {
    match (&command.form, command.interpreter()) {
        (_, Some(line)) => line.raw.contains("pipefail"),
        (Form::Exec(words), None) => {
            EffectiveShell { shell: Shell::Posix(Dialect::Bash), words, set_at: None }.has_pipefail()
        }
        (Form::Shell(_), None) => cx.stage().is_some_and(|stage| stage.shell_at(cx.index()).has_pipefail()),
    }
}

/// What to do depends on the shell that is there: the `sh` of Debian has `pipefail` since Debian 13.
fn help(is_exec: bool, cx: &Context) -> &'static str {
    let shell = cx.stage().map(|stage| stage.shell_at(cx.index()).shell);
    let image = cx.stage().and_then(|stage| stage.root_image());
    let has_ash = image.is_some_and(|image| {
        let tag = image.tag.as_ref().map_or("", |tag| &tag.text);
        matches!(image.short(), "alpine" | "busybox") || tag.contains("alpine")
    });
    let has_pipefail = image
        .and_then(ImageName::debian_release)
        .is_some_and(facts::debian_releases::DebianRelease::has_pipefail);
    match shell {
        _ if is_exec => "pass `-o pipefail` to the shell",
        Some(Shell::Posix(Dialect::Bash | Dialect::Zsh | Dialect::Ksh | Dialect::Ash)) => {
            "begin the step with `set -o pipefail`"
        }
        _ if has_pipefail => "begin the step with `set -o pipefail`",
        _ if has_ash => {
            r#"begin the step with `set -o pipefail`, or add `SHELL ["/bin/ash", "-eo", "pipefail", "-c"]`"#
        }
        _ => r#"add `SHELL ["/bin/bash", "-o", "pipefail", "-c"]` before this `RUN`, if the image has Bash"#,
    }
}
