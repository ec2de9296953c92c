//! Several sources copied to what is not named like a folder.

use dockerfile::Instruction;
use plimsoll_linter::prelude::*;

#[derive(Default)]
pub(crate) struct ManyToOneCopy;

impl Rule for ManyToOneCopy {
    fn check_instruction(&self, instruction: &Instruction, cx: &mut Context) {
        let Some((sources, destination)) = instruction.copy_paths() else { return };
        // BuildKit takes these for folders, whether they are there or not.
        let is_folder =
            |path: &str| path.ends_with(['/', '\\']) || path.ends_with("/.") || matches!(path, "." | "..");
        let Some(path) = cx.expand(destination) else { return };
        if sources.len() < 2 || path.is_empty() || is_folder(&path) {
            return;
        }
        let name = instruction.keyword.value.to_ascii_uppercase();
        let finding = cx
            .report(destination.text.span, format!("`{name}` of {} sources to a file", sources.len()))
            .here("a file, unless such a folder is there already")
            .help("end the destination with `/`");
        if !path.contains(['"', '\'', '$']) && destination.variables().is_empty() {
            finding.fix(Fix::risky("add `/`").insert_after(destination.text.span, "/"));
        }
        if name == "ADD" {
            finding.answers_to([]);
        }
    }
}
