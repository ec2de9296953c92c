//! `conda activate` in a shell that does not know it.

use dockerfile::Kind;
use plimsoll_linter::prelude::*;
use shell::Command;

#[derive(Default)]
pub(crate) struct InactiveConda;

/// What may bring the shell function that `activate` needs.
const HOOKS: [&str; 7] = ["BASH_ENV", "conda.sh", "shell.", "hook", "--login", "\"-l", "-lc"];

impl Rule for InactiveConda {
    fn check_command(&self, command: &Command, cx: &mut Context) {
        let Some(instruction) = cx.instruction() else { return };
        let Kind::Run(run) = &instruction.kind else { return };
        let is_conda = matches!(command.name(), "conda" | "mamba") && command.wrappers.is_empty();
        let Some(verb) = command.arguments().first().filter(|word| is_conda && word.is("activate")) else {
            return;
        };
        let Some(stage) = cx.stage().filter(|stage| !stage.is_windows() && !cx.is_trigger()) else { return };
        let position = command.position;
        let reads_file = |it: &Command| matches!(it.name(), "." | "source" | "eval");
        let is_certain = position.is_unconditional()
            && !position.nested
            && stage.root_image().is_some_and(|image| brings_conda(&image.repository.text))
            && stage.shell_at(cx.index()).is_posix()
            && run.command.interpreter().is_none()
            && !run.command.commands().iter().any(reads_file);
        let has_hook = || {
            stage.lineage().any(|own| {
                own.instructions().iter().any(|it| {
                    let text = cx.text(it.span);
                    match &it.kind {
                        Kind::Env(_) => text.contains("BASH_ENV"),
                        Kind::Shell(_) => {
                            HOOKS.iter().any(|hook| text.contains(hook))
                                || ["-i", "conda"].iter().any(|it| text.contains(it))
                        }
                        _ => false,
                    }
                })
            })
        };
        if !is_certain || HOOKS.iter().any(|hook| cx.text(instruction.span).contains(hook)) || has_hook() {
            return;
        }
        let name = command.name();
        let environment = command.arguments().get(1).map_or("base", |word| word.unquoted());
        cx.report(verb.span, format!("`{name} activate` does not work in this shell"))
            .here("this command fails: it needs a shell function that is not loaded here")
            .note(
                "a `RUN` does not read `.bashrc`, and an activated environment would be lost after this step",
            )
            .help(format!(
                "use `{name} run -n {environment} …`, or add the environment's `bin` to the start of `PATH`"
            ));
    }
}

/// Whether an image is one of Conda's distributions: `continuumio/miniconda3`, `condaforge/miniforge3`.
fn brings_conda(repository: &str) -> bool {
    ["conda", "miniforge", "mambaforge"].iter().any(|name| repository.contains(name))
}
