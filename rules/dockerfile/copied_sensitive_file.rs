//! COPY or ADD of a file that may hold secrets.

use super::copied_secret::report;
use dockerfile::Instruction;
use facts::file_names::Role;
use plimsoll_linter::prelude::*;

#[derive(Default)]
pub(crate) struct CopiedSensitiveFile;

impl Rule for CopiedSensitiveFile {
    fn check_instruction(&self, instruction: &Instruction, cx: &mut Context) {
        report(instruction, Role::Sensitive, cx);
    }
}
