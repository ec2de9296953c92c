//! The whole folder of a build is copied, and there is no ignore file.

use dockerfile::Word;
use plimsoll_linter::prelude::*;

#[derive(Default)]
pub(crate) struct UnfilteredContext;

impl Rule for UnfilteredContext {
    fn check_dockerfile(&self, file: &DockerfileModel, cx: &mut Context) {
        let sources: Vec<&Word> = file.whole_context().collect();
        let Some((first, more)) = sources.split_first().filter(|_| file.lacks_ignore_file()) else { return };
        let finding = cx
            .report(first.text.span, "the whole build context is copied")
            .here("there is no `.dockerignore`, so `.git`, `.env` and local build output are included")
            .help("use `.dockerignore` to exclude what the image does not need, or copy specific paths");
        for source in more {
            finding.label(source.text.span, "also copied here");
        }
    }
}
