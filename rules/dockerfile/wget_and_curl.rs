//! One stage that uses both `wget` and `curl`.

use dockerfile::{Instruction, Kind};
use plimsoll_linter::prelude::*;

#[derive(Default)]
pub(crate) struct WgetAndCurl;

impl Rule for WgetAndCurl {
    fn check_stage(&self, stage: &Stage, cx: &mut Context) {
        check(stage.instructions(), cx);
    }

    fn check_dockerfile(&self, file: &BuildFile, cx: &mut Context) {
        // A file that is still being written has no FROM yet.
        check(file.preamble(), cx);
    }
}

fn check(instructions: &[Instruction], cx: &mut Context) {
    let mut first: Option<(&str, Span)> = None;
    for instruction in instructions {
        let kind = match &instruction.kind {
            Kind::Onbuild(onbuild) => &onbuild.instruction.kind,
            kind => kind,
        };
        let Kind::Run(run) = kind else { continue };
        for command in run.command.commands() {
            let name = command.name();
            let Some(word) = command.name_word().filter(|_| matches!(name, "wget" | "curl")) else {
                continue;
            };
            match first {
                None => first = Some((name, word.span)),
                Some((other, place)) if other != name => {
                    cx.report(
                        word.span,
                        format!("this stage downloads with `{other}`, and with `{name}` too"),
                    )
                    .here("a second program for the same work, to install and to patch")
                    .label(place, format!("`{other}` is used here"))
                    .help(format!("use `{other}` for both"));
                    return;
                }
                Some(_) => {}
            }
        }
    }
}
