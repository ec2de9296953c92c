//! RUN instructions of one command each, one behind the other.

use dockerfile::{Form, Instruction, Kind, Run};
use plimsoll_linter::prelude::*;

#[derive(Default)]
pub(crate) struct ConsecutiveRun;

impl Rule for ConsecutiveRun {
    fn check_stage(&self, stage: &Stage, cx: &mut Context) {
        check(stage.instructions(), cx);
    }

    fn check_dockerfile(&self, file: &DockerfileModel, cx: &mut Context) {
        // A file that is still being written has no FROM yet.
        check(file.preamble(), cx);
    }
}

fn check(instructions: &[Instruction], cx: &mut Context) {
    for (first, second) in instructions.iter().zip(instructions.iter().skip(1)) {
        let (Some(one), Some(two)) = (single(first), single(second)) else { continue };
        let flags =
            |it: &Instruction| it.flags.iter().map(|flag| flag.word.value.to_string()).collect::<Vec<_>>();
        if one.command.is_exec() != two.command.is_exec() || flags(first) != flags(second) {
            continue;
        }
        cx.report(second.keyword.text.span, "this `RUN` can be combined with the previous one")
            .here("this `RUN` creates a separate layer")
            .label(first.keyword.text.span, "previous `RUN`")
            .help("join the commands with `&&`, unless the first must be cached separately");
    }
}

/// A RUN of a single command.
fn single<'i, 's>(instruction: &'i Instruction<'s>) -> Option<&'i Run<'s>> {
    let Kind::Run(run) = &instruction.kind else { return None };
    let is_own =
        |pipeline: &&shell::Pipeline| !pipeline.position.in_substitution && !pipeline.position.nested;
    let is_exec = matches!(run.command.form, Form::Exec(_));
    let count = run.command.script().pipelines.iter().filter(is_own).count();
    (instruction.heredocs.is_empty() && (is_exec || count == 1)).then_some(run)
}
