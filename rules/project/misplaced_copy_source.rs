//! COPY or ADD of a path that is relative to another folder than the build context.

use dockerfile::Instruction;
use plimsoll_linter::prelude::*;
use project::MeantContext;

#[derive(Default)]
pub(crate) struct MisplacedCopySource;

impl Rule for MisplacedCopySource {
    fn check_instruction(&self, instruction: &Instruction, cx: &mut Context) {
        let Some(file) = cx.stage().map(|stage| stage.file()).filter(|_| !cx.is_trigger()) else { return };
        let builds = |container: &Container| {
            container.stage().is_some_and(|stage| stage.file().tree.file == file.tree.file)
        };
        // All of them have the same context.
        let context = || {
            let container = cx.project().containers().find(builds)?;
            container.service.build.as_ref()?.context.as_ref().map(|context| context.span)
        };
        let mut found = Vec::new();
        for source in instruction.context_sources() {
            found.extend(file.meant_source(source).map(|meant| (source, meant, context())));
        }
        for (source, meant, context) in found {
            let finding =
                cx.report(source.text.span, format!("`{}` is not in the build context", source.value));
            let help = match file.meant_context() {
                Some(MeantContext::OwnDirectory) => {
                    "set the build context to the directory of this Dockerfile".to_owned()
                }
                Some(MeantContext::ParentDirectory) => {
                    "set the build context to the parent of this directory".to_owned()
                }
                None => format!("write the path relative to the build context: `{meant}`"),
            };
            finding.here("the build fails, because this path does not exist").help(help);
            if let Some(context) = context {
                finding.label(context, "this build uses this directory as its context");
            }
        }
    }
}
