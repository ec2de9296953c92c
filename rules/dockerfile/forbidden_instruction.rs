//! An instruction that may not be used.

use dockerfile::Instruction;
use plimsoll_linter::prelude::*;
use serde::Deserialize;

/// Nothing is reported until an instruction is named.
#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct ForbiddenInstruction {
    forbid: Vec<String>,
}

impl Rule for ForbiddenInstruction {
    fn check_instruction(&self, instruction: &Instruction, cx: &mut Context) {
        let keyword = instruction.keyword.value.to_ascii_uppercase();
        if self.forbid.iter().any(|forbidden| forbidden.eq_ignore_ascii_case(&keyword)) {
            cx.report(instruction.keyword.text.span, format!("`{keyword}` is not allowed"))
                .here("the configuration forbids this instruction")
                .help("remove this instruction, or change `forbid` in the configuration");
        }
    }
}
