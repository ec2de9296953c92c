//! An instruction that became part of a RUN, which does not fail.

use super::swallowed_instruction::report;
use plimsoll_linter::prelude::*;

#[derive(Default)]
pub(crate) struct InstructionInCommand;

impl Rule for InstructionInCommand {
    fn check_run(&self, run: &dockerfile::Run, cx: &mut Context) {
        report(run, false, cx);
    }
}
