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
            .report(first.text.span, "all that lies in the folder of the build is copied")
            .here("takes `.git`, `.env` and whatever else is there: no ignore file leaves anything out")
            .help("name what is not needed in `.dockerignore`, or copy what is needed by its name");
        for source in more {
            finding.label(source.text.span, "and again here");
        }
    }
}
