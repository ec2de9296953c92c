//! COPY or ADD of a path that the ignore file keeps from the build.

use dockerfile::Instruction;
use plimsoll_linter::prelude::*;

#[derive(Default)]
pub(crate) struct IgnoredCopySource;

impl Rule for IgnoredCopySource {
    fn check_instruction(&self, instruction: &Instruction, cx: &mut Context) {
        let Some(ignore) = cx.stage().and_then(|stage| stage.file().ignore_file()) else { return };
        // Another build has another context.
        if cx.is_trigger() {
            return;
        }
        for source in instruction.context_sources() {
            let Some(path) = cx.expand(source) else { continue };
            let is_remote = path.contains("://") || path.starts_with("git@");
            let Some(pattern) = ignore.ignores(&path).filter(|_| !is_remote) else { continue };
            cx.report(source.text.span, format!("`.dockerignore` excludes `{path}`"))
                .here("the build fails even if the file exists")
                .label(pattern, "excluded by this pattern")
                .help(format!(
                    "remove the pattern, or add `!{}` after it",
                    path.trim_start_matches("./").trim_start_matches('/')
                ));
        }
    }
}
