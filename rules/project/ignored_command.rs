//! A command that an entrypoint in shell form throws away.

use dockerfile::{CommandLine, Form, Kind};
use plimsoll_linter::prelude::*;

#[derive(Default)]
pub(crate) struct IgnoredCommand;

impl Rule for IgnoredCommand {
    fn check_container(&self, container: &Container, cx: &mut Context) {
        let Some(stage) = container.stage().filter(|_| container.service.entrypoint.is_none()) else {
            return;
        };
        let command = container.service.command.as_ref().filter(|command| !command.words.is_empty());
        if let (Some(command), Some(entrypoint)) = (command, deaf_entrypoint(&stage)) {
            let what = match container.line() {
                None => format!("the `command` of {}", container.title()),
                Some(_) => "the command after the image".to_owned(),
            };
            cx.report(command.span, format!("{what} has no effect"))
                .here("passed to a shell that ignores these arguments")
                .label(entrypoint, "the shell runs only this command")
                .help(format!(
                    "write `ENTRYPOINT` as a JSON array, or set `{}`",
                    container.says("entrypoint")
                ));
        }
    }

    fn check_dockerfile(&self, file: &DockerfileModel, cx: &mut Context) {
        for stage in file.stages() {
            let own = stage.instructions().iter().rev().find_map(|instruction| match &instruction.kind {
                Kind::Cmd(cmd) => Some(&cmd.command),
                _ => None,
            });
            // An ENTRYPOINT behind it takes the CMD of the base image away, and not that of this stage.
            let is_empty = |cmd: &&CommandLine| matches!(&cmd.form, Form::Exec(words) if words.is_empty());
            if let (Some(cmd), Some(entrypoint)) = (own.filter(|cmd| !is_empty(cmd)), deaf_entrypoint(&stage))
            {
                cx.report(cmd.span, "this `CMD` has no effect")
                    .here("passed to a shell that ignores these arguments")
                    .label(entrypoint, "the shell runs only this command")
                    .help("write `ENTRYPOINT` as a JSON array, or move the arguments into it");
            }
        }
    }
}

/// An entrypoint that `/bin/sh -c` runs, when its script asks for no argument. PowerShell appends them.
fn deaf_entrypoint(stage: &Stage) -> Option<Span> {
    let entrypoint = stage.entrypoint().get().filter(|_| !stage.is_windows())?;
    let Form::Shell(text) = &entrypoint.form else { return None };
    let script = &*text.text;
    let is_asked = script.match_indices('$').any(|(at, _)| {
        let rest = script.get(at + 1..).unwrap_or_default();
        rest.trim_start_matches('{').starts_with(|c: char| c.is_ascii_digit() || "@*#".contains(c))
    });
    let is_array = script.trim_start().starts_with('[');
    (!is_asked && !is_array && stage.shell().set_at.is_none()).then_some(entrypoint.span)
}
