//! A command in shell form where the image has no shell.

use dockerfile::{CommandLine, HealthcheckTest, Instruction, Kind};
use plimsoll_linter::prelude::*;

#[derive(Default)]
pub(crate) struct MissingShell;

impl Rule for MissingShell {
    fn check_instruction(&self, instruction: &Instruction, cx: &mut Context) {
        let (command, fails): (&CommandLine, _) = match &instruction.kind {
            Kind::Run(run) => (&run.command, "the build fails"),
            Kind::Cmd(cmd) => (&cmd.command, "the container cannot start"),
            Kind::Entrypoint(entrypoint) => (&entrypoint.command, "the container cannot start"),
            Kind::Healthcheck(check) => match &check.test {
                HealthcheckTest::Cmd(_, command) => (command, "the container is never healthy"),
                HealthcheckTest::None(_) => return,
            },
            _ => return,
        };
        let Some(stage) = cx.stage().filter(|_| !cx.is_trigger()) else { return };
        let has_own_shell = stage.shell_at(cx.index()).set_at.is_some();
        if command.is_exec() || command.interpreter().is_some() || has_own_shell {
            return;
        }
        // The build ends at the first RUN that fails.
        let is_shell_run = |it: &Instruction| matches!(&it.kind, Kind::Run(run) if !run.command.is_exec());
        let is_run = matches!(instruction.kind, Kind::Run(_));
        if is_run && stage.instructions().iter().take(cx.index()).any(is_shell_run) {
            return;
        }
        let Some(base) = stage.lacks_shell(cx.index()) else { return };
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
                    "do this in an earlier stage and copy the result with `COPY --from`".to_owned()
                }
                Kind::Healthcheck(_) => {
                    "use the exec form: `HEALTHCHECK CMD [\"program\", \"argument\"]`".to_owned()
                }
                _ => format!("use the exec form: `{name} [\"program\", \"argument\"]`"),
            });
    }
}
