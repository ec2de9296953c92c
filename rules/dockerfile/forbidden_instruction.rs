//! An instruction that may not be used.

use dockerfile::{Instruction, Keyword};
use plimsoll_linter::prelude::*;
use serde::Deserialize;

/// Nothing is reported until an instruction is named.
#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct ForbiddenInstruction {
    forbid: Vec<Name>,
}

#[derive(Deserialize)]
#[serde(try_from = "String")]
struct Name(Keyword);

impl TryFrom<String> for Name {
    type Error = String;

    fn try_from(text: String) -> Result<Name, String> {
        Keyword::from_name(&text).map(Name).ok_or_else(|| format!("`{text}` is not an instruction"))
    }
}

impl Rule for ForbiddenInstruction {
    fn check_instruction(&self, instruction: &Instruction, cx: &mut Context) {
        let keyword = instruction.keyword.value.to_ascii_uppercase();
        if self.forbid.iter().any(|Name(forbidden)| forbidden.name() == keyword) {
            cx.report(instruction.keyword.text.span, format!("`{keyword}` is not allowed"))
                .here("the configuration forbids this instruction")
                .help("remove this instruction, or change `forbid` in the configuration");
        }
    }
}
