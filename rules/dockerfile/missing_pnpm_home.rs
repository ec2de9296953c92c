//! `pnpm add -g`, and nothing says where global programs are installed.

use dockerfile::{Instruction, Kind};
use plimsoll_linter::prelude::*;
use shell::Command;

#[derive(Default)]
pub(crate) struct MissingPnpmHome;

/// What says it, or that pnpm is one that does not ask.
const SIGNS: [&str; 6] = ["PNPM_HOME", "global-bin-dir", "pnpm setup", "pnpm@6", "pnpm@5", "install.sh"];

impl Rule for MissingPnpmHome {
    fn check_dockerfile(&self, file: &DockerfileModel, cx: &mut Context) {
        let text = file.text.raw;
        if !text.contains("pnpm") || SIGNS.iter().any(|sign| text.contains(sign)) {
            return;
        }
        // No image that is known sets it.
        let stages = file.stages().filter(|stage| stage.is_reachable() && stage.known_image().is_some());
        let commands = stages.flat_map(|stage| stage.instructions().iter().flat_map(commands));
        for command in commands.filter(|command| installs_globally(command)) {
            cx.report(command.span, "`pnpm` does not know where to install global programs")
                .here("this step fails: `ERR_PNPM_NO_GLOBAL_BIN_DIR`")
                .help("add `ENV PNPM_HOME=/pnpm` and `ENV PATH=$PNPM_HOME:$PATH` before this step");
        }
    }
}

fn commands<'i>(instruction: &'i Instruction) -> impl Iterator<Item = &'i Command> {
    let run = match &instruction.kind {
        Kind::Run(run) => Some(run),
        _ => None,
    };
    run.into_iter().flat_map(|run| run.command.commands())
}

fn installs_globally(command: &Command) -> bool {
    let installs =
        command.arguments().iter().any(|word| ["add", "install", "i"].iter().any(|it| word.is(it)));
    command.name() == "pnpm"
        && installs
        && command.has_option('g', &["--global"])
        && command.position.is_unconditional()
}
