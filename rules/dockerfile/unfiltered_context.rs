//! The whole folder of a build is copied, and there is no ignore file.

use dockerfile::Word;
use plimsoll_linter::prelude::*;

#[derive(Default)]
pub(crate) struct UnfilteredContext;

impl Rule for UnfilteredContext {
    fn check_dockerfile(&self, file: &BuildFile, cx: &mut Context) {
        let sources: Vec<&Word> = file.whole_context().collect();
        let Some((first, more)) = sources.split_first().filter(|_| file.lacks_ignore_file()) else { return };
        let finding = cx
            .report(first.text.span, "the whole build context is copied")
            .here("there is no `.dockerignore`, so `.git`, `.env` and local build output are included")
            .help("name what is not needed in `.dockerignore`, or copy what is needed by its name");
        for source in more {
            finding.label(source.text.span, "and again here");
        }
    }
}
