//! One stage that uses both `wget` and `curl`.

use dockerfile::{Instruction, Kind, Run};
use plimsoll_linter::prelude::*;

#[derive(Default)]
pub(crate) struct WgetAndCurl;

impl Rule for WgetAndCurl {
    fn check_stage(&self, stage: &Stage, cx: &mut Context) {
        check(stage.instructions(), |run, at| stage.script_shell(&run.command, at).is_posix(), cx);
    }

    fn check_dockerfile(&self, file: &DockerfileModel, cx: &mut Context) {
        // A file that is still being written has no FROM yet.
        check(file.preamble(), |_, _| true, cx);
    }
}

fn check(instructions: &[Instruction], is_posix: impl Fn(&Run, usize) -> bool, cx: &mut Context) {
    let mut first: Option<(&str, Span)> = None;
    for (at, instruction) in instructions.iter().enumerate() {
        let kind = match &instruction.kind {
            Kind::Onbuild(onbuild) => &onbuild.instruction.kind,
            kind => kind,
        };
        let Kind::Run(run) = kind else { continue };
        // In PowerShell both are names of `Invoke-WebRequest`.
        if !is_posix(run, at) {
            continue;
        }
        for command in run.command.commands() {
            let name = command.name();
            let Some(word) = command.name_word().filter(|_| matches!(name, "wget" | "curl")) else {
                continue;
            };
            match first {
                None => first = Some((name, word.span)),
                Some((other, place)) if other != name => {
                    cx.report(word.span, format!("this stage uses both `{other}` and `{name}`"))
                        .here("this is a second download tool to install and patch")
                        .label(place, format!("`{other}` is used here"))
                        .help(format!("use `{other}` for both downloads"));
                    return;
                }
                Some(_) => {}
            }
        }
    }
}
