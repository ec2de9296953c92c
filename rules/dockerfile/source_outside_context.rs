//! COPY of a path above the build context.

use dockerfile::Instruction;
use plimsoll_linter::prelude::*;
use project::climbed;

#[derive(Default)]
pub(crate) struct SourceOutsideContext;

impl Rule for SourceOutsideContext {
    fn check_instruction(&self, instruction: &Instruction, cx: &mut Context) {
        for source in instruction.context_sources() {
            let Some(path) = cx.expand(source).filter(|path| !path.contains(':')) else { continue };
            let Some(inside) = climbed(&path) else { continue };
            // Without the `..` it is where it is meant to be.
            if cx.stage().is_some_and(|stage| stage.file().has_climbing_source(source)) {
                continue;
            }
            let name = instruction.keyword.value.to_ascii_uppercase();
            let read = if inside.is_empty() { ".".to_owned() } else { inside };
            // Other sources of the file are where they are meant to be without the `..`, so the context is the right one.
            let is_right_context = cx.stage().is_some_and(|stage| stage.file().has_climbing_sources());
            let finding =
                cx.report(source.text.span, format!("`{name}` cannot read outside the build context"));
            finding
                .here(format!("BuildKit drops each leading `..` and copies `{read}` from the build context"))
                .help(if is_right_context {
                    format!("write `{read}`")
                } else {
                    "build with the parent directory as the context, or add a named context: `--build-context`"
                        .to_owned()
                });
            finding.is_minor = is_right_context;
        }
    }
}
