//! `--platform=$TARGETPLATFORM`, which is the default.

use dockerfile::From;
use plimsoll_linter::prelude::*;

#[derive(Default)]
pub(crate) struct RedundantPlatform;

impl Rule for RedundantPlatform {
    fn check_from(&self, from: &From, cx: &mut Context) {
        let Some(instruction) = cx.instruction() else { return };
        let (Some(platform), Some(flag)) = (&from.platform, instruction.flag("platform")) else { return };
        let variables = platform.variables();
        let [variable] = variables.as_slice() else { return };
        let bare = platform.text.raw.trim_matches('"');
        if variable.name != "TARGETPLATFORM" || variable.span.len() != bare.len() {
            return;
        }
        let keyword = instruction.keyword.text.span;
        let first =
            instruction.flags.iter().map(|flag| flag.word.text.span).find(|span| span.start >= keyword.end);
        let end = from.image.text.span.before();
        let finding = cx
            .report(variable.span, "`--platform=$TARGETPLATFORM` has no effect")
            .here("this is the default platform")
            .help("remove `--platform`");
        // The only flag, so the image follows.
        if first == Some(flag.word.text.span) && instruction.flags.len() == 1 {
            finding.fix(Fix::safe("remove `--platform`").delete(flag.word.text.span.to(end)));
        }
    }
}
