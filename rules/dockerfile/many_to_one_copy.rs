//! Several files copied to what is a file.

use dockerfile::Instruction;
use plimsoll_linter::prelude::*;

#[derive(Default)]
pub(crate) struct ManyToOneCopy;

impl Rule for ManyToOneCopy {
    fn check_instruction(&self, instruction: &Instruction, cx: &mut Context) {
        let Some((sources, destination)) = instruction.copy_paths() else { return };
        let Some(path) = cx.expand(destination) else { return };
        if sources.len() < 2 || path.is_empty() || is_directory(&path) {
            return;
        }
        let name = instruction.keyword.value.to_ascii_uppercase();
        let finding = cx
            .report(
                destination.text.span,
                format!("`{name}` with {} sources needs a trailing `/` in its destination", sources.len()),
            )
            .here("each file overwrites the previous one unless the directory exists")
            .help("end the destination with `/`");
        if !path.contains(['"', '\'', '$']) && destination.variables().is_empty() {
            finding.fix(Fix::risky("add `/`").insert_after(destination.text.span, "/"));
        }
        if name == "ADD" {
            finding.answers_to([]);
        }
    }
}

/// Whether every builder takes a destination for a directory, whether it exists or not.
fn is_directory(path: &str) -> bool {
    path.ends_with(['/', '\\']) || path.ends_with("/.") || matches!(path, "." | "..")
}
