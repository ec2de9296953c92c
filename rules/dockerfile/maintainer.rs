//! MAINTAINER, for which there is a label.

use dockerfile::Maintainer as Instruction;
use plimsoll_linter::prelude::*;

#[derive(Default)]
pub(crate) struct Maintainer;

impl Rule for Maintainer {
    fn check_maintainer(&self, maintainer: &Instruction, cx: &mut Context) {
        let Some(instruction) = cx.instruction() else { return };
        let name = &maintainer.name;
        let bare =
            ['"', '\''].into_iter().find_map(|quote| name.value.strip_prefix(quote)?.strip_suffix(quote));
        let text = bare.unwrap_or(&name.value).trim().to_owned();
        let is_plain = name.text.raw == name.value && !text.contains(['"', '\'', '\\', '`', '$', '\n']);
        let label = format!("LABEL org.opencontainers.image.authors=\"{text}\"");
        let span = instruction.span;
        let finding = cx
            .report(instruction.keyword.text.span, "`MAINTAINER` is deprecated")
            .here("few tools still read this metadata")
            .help("use the `org.opencontainers.image.authors` label");
        if is_plain && !text.is_empty() {
            finding.fix(Fix::safe("replace this instruction with a label").replace(span, label));
        }
    }
}
