//! COPY or ADD of a path that is relative to another folder than the build context.

use dockerfile::Instruction;
use plimsoll_linter::prelude::*;

#[derive(Default)]
pub(crate) struct MisplacedCopySource;

impl Rule for MisplacedCopySource {
    fn check_instruction(&self, instruction: &Instruction, cx: &mut Context) {
        let Some(file) = cx.stage().map(|stage| stage.file()).filter(|_| !cx.is_trigger()) else { return };
        for source in instruction.context_sources() {
            let Some(meant) = file.meant_source(source) else { continue };
            cx.report(source.text.span, format!("`{}` is not in the build context", source.value))
                .here("the build fails, because this path does not exist")
                .help(format!("write the path relative to the build context: `{meant}`"));
        }
    }
}
