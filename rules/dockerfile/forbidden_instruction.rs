//! An instruction, a shell or a frontend that may not be used.

use dockerfile::{Instruction, Keyword, Kind};
use plimsoll_linter::ApprovedInstructions;
use plimsoll_linter::prelude::*;
use serde::Deserialize;

/// Nothing is reported until something is named.
#[derive(Default, Deserialize)]
#[serde(transparent)]
pub(crate) struct ForbiddenInstruction {
    approved: ApprovedInstructions,
}

impl Rule for ForbiddenInstruction {
    fn check_dockerfile(&self, file: &DockerfileModel, cx: &mut Context) {
        let syntax = file.tree.directive("syntax");
        let Some((syntax, allowed)) = syntax.zip(self.approved.syntax.as_ref()) else { return };
        let place = syntax.value.span;
        let Some(image) = ImageName::parse(syntax.value.raw, place) else { return };
        if !allowed.accept(&image) {
            cx.report(place, format!("the frontend `{image}` is not approved"))
                .here("this image runs the build")
                .help(match &*allowed.listed.shown("` or `") {
                    "" => "remove this line: no frontend is approved".to_owned(),
                    patterns => format!("use a frontend that matches `{patterns}`"),
                });
        }
    }

    fn check_instruction(&self, instruction: &Instruction, cx: &mut Context) {
        let keyword = Keyword::from_name(&instruction.keyword.value);
        if let Some(keyword) = keyword.filter(|keyword| self.approved.forbids(*keyword)) {
            cx.report(instruction.keyword.text.span, format!("`{}` is not allowed", keyword.name()))
                .here("the configuration forbids this instruction")
                .help("remove this instruction, or change `forbid` in the configuration");
            return;
        }
        let (Kind::Shell(shell), Some(allowed)) = (&instruction.kind, &self.approved.allow_shell) else {
            return;
        };
        if let Some(program) = shell.words.first().filter(|program| !allowed.has(&program.value)) {
            cx.report(program.text.span, format!("the shell `{}` is not approved", program.value))
                .here("the instructions below run in this shell")
                .help(match &*allowed.shown("` or `") {
                    "" => "remove this instruction: no shell is approved".to_owned(),
                    shells => format!("use `{shells}`"),
                });
        }
    }
}
