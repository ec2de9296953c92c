//! COPY to a relative path where no WORKDIR says what it is relative to.

use dockerfile::{Instruction, Kind};
use plimsoll_linter::prelude::*;

#[derive(Default)]
pub(crate) struct RelativeDestination;

impl Rule for RelativeDestination {
    fn check_instruction(&self, instruction: &Instruction, cx: &mut Context) {
        let Some((_, destination)) = instruction.copy_paths() else { return };
        let is_set = |stage: Stage| {
            let is_set_later = || stage.has_workdir_trigger_at(cx.index());
            stage.has_workdir_at(cx.index()) || cx.is_trigger() && is_set_later()
        };
        if cx.stage().is_some_and(is_set) {
            return;
        }
        let Some(path) = cx.expand(destination) else { return };
        let path = path.trim_matches(['"', '\'']);
        if path.is_empty() || path.starts_with(['/', '\\', '$', '%']) || path.get(1..2) == Some(":") {
            return;
        }
        let finding = cx
            .report(destination.text.span, "this relative destination depends on the base image")
            .here(format!("`{path}` is relative to the base image's working directory"))
            .help("add `WORKDIR` above, or use an absolute path");
        if matches!(instruction.kind, Kind::Add(_)) {
            finding.answers_to([]);
        }
    }
}
