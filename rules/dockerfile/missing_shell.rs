//! A command in shell form where the image has no shell.

use dockerfile::{CommandLine, HealthcheckTest, Instruction, Kind};
use plimsoll_linter::prelude::*;

#[derive(Default)]
pub(crate) struct MissingShell;

impl Rule for MissingShell {
    fn check_stage(&self, stage: &Stage, cx: &mut Context) {
        let mut has_run_one = false;
        for (at, instruction) in stage.indexed() {
            let Some((command, fails)) = started(instruction) else { continue };
            let is_run = matches!(instruction.kind, Kind::Run(_));
            // The build ends at the first RUN that fails.
            let is_moot = is_run && has_run_one;
            has_run_one |= is_run && !command.is_exec();
            if is_moot || command.is_exec() || command.interpreter().is_some() {
                continue;
            }
            // What a container starts finds what all steps of the build brought.
            let Some(base) = stage.lacks_shell(if is_run { at } else { stage.end() }) else { continue };
            if stage.shell_at(at).set_at.is_none() {
                report(instruction, command, fails, &base, stage, cx);
            }
        }
    }
}

/// The command of an instruction that may start a shell, and what happens without one.
fn started<'i, 's>(instruction: &'i Instruction<'s>) -> Option<(&'i CommandLine<'s>, &'static str)> {
    match &instruction.kind {
        Kind::Run(run) => Some((&run.command, "the build fails")),
        Kind::Cmd(cmd) => Some((&cmd.command, "the container cannot start")),
        Kind::Entrypoint(entrypoint) => Some((&entrypoint.command, "the container cannot start")),
        Kind::Healthcheck(check) => match &check.test {
            HealthcheckTest::Cmd(_, command) => Some((command, "the container never becomes healthy")),
            HealthcheckTest::None(_) => None,
        },
        _ => None,
    }
}

fn report(
    instruction: &Instruction,
    command: &CommandLine,
    fails: &'static str,
    base: &str,
    stage: &Stage,
    cx: &mut Context,
) {
    let from = stage.root().from().map_or(command.span, |from| from.image.text.span);
    let line = cx.text(command.span).lines().next().unwrap_or_default();
    let place = Span { end: command.span.start + line.trim_end().len() as u32, ..command.span };
    let name = instruction.keyword.value.to_ascii_uppercase();
    let answers = ["buildkit:JSONArgsRecommended", "hadolint:DL3025"];
    let is_started = matches!(instruction.kind, Kind::Cmd(_) | Kind::Entrypoint(_));
    cx.report(place, format!("`{name}` in shell form needs `/bin/sh`, which this image does not have"))
        .here(fails)
        .answers_to(answers.into_iter().filter(|_| is_started))
        .label(from, format!("`{base}` contains no shell, and no step adds one"))
        .help(match instruction.kind {
            Kind::Run(_) => {
                "run this command in an earlier stage and copy the result with `COPY --from`".to_owned()
            }
            Kind::Healthcheck(_) => {
                "use the exec form: `HEALTHCHECK CMD [\"program\", \"argument\"]`".to_owned()
            }
            _ => format!("use the exec form: `{name} [\"program\", \"argument\"]`"),
        });
}
