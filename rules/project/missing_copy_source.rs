//! COPY or ADD of a path that is not in the folder that the service builds.

use dockerfile::{Instruction, Word};
use plimsoll_linter::prelude::*;

#[derive(Default)]
pub(crate) struct MissingCopySource;

/// Names of what builds make, and nobody commits.
const MADE: [&str; 11] = [
    "target",
    "dist",
    "build",
    "out",
    "bin",
    "publish",
    "node_modules",
    "vendor",
    "release",
    "generated",
    "_site",
];

impl Rule for MissingCopySource {
    fn check_instruction(&self, instruction: &Instruction, cx: &mut Context) {
        let Some(file) = cx.stage().map(|stage| stage.file()).filter(|_| !cx.is_trigger()) else { return };
        let is_missing = |source: &&Word| file.lacks_source(source) && !is_made(&source.value);
        for source in instruction.context_sources().filter(is_missing) {
            // `misplaced-copy-source` and `ignored-copy-source` say it, and why.
            if file.meant_source(source).is_some()
                || file.ignore_file().is_some_and(|ignore| ignore.ignores(&source.value).is_some())
            {
                continue;
            }
            cx.report(source.text.span, format!("`{}` is not in the build context", source.value))
                .here("the build fails, because this path does not exist")
                .help("use a path relative to the service's `context`, not to the Dockerfile");
        }
    }
}

/// Whether a path is one that some build makes before this one.
pub(super) fn is_made(path: &str) -> bool {
    let is_program =
        [".jar", ".war", ".whl", ".tgz", ".tar.gz", ".zip"].iter().any(|ending| path.ends_with(ending));
    is_program || path.split('/').any(|part| MADE.contains(&part))
}
