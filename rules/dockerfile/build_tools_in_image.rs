//! Compilers and what else builds programs, in an image that ships.

use plimsoll_linter::prelude::*;

/// Parts of names of stages that are there for developers.
const NOT_SHIPPED: [&str; 9] = ["dev", "test", "build", "debug", "tool", "sdk", "lint", "check", "compile"];

#[derive(Default)]
pub(crate) struct BuildToolsInImage;

impl Rule for BuildToolsInImage {
    fn check_stage(&self, stage: &Stage, cx: &mut Context) {
        let name = stage.name().map_or(String::new(), |name| name.value.to_ascii_lowercase());
        // An image that runs nothing is there for others to build with.
        let runs = stage.cmd().is_known() || stage.entrypoint().is_known();
        if !stage.is_shipped() || !runs || NOT_SHIPPED.iter().any(|part| name.contains(part)) {
            return;
        }
        report(stage.build_tools(), "", cx);
    }
}

/// One finding, at the first of the tools. `whose` says whose final stage it is.
pub(crate) fn report(found: Vec<(Span, String)>, whose: &str, cx: &mut Context) {
    let mut found = found.into_iter();
    let Some((span, message)) = found.next() else { return };
    let finding = cx
        .report(span, format!("{message}{whose}"))
        .here("build tools stay in the image, where an attacker can use them")
        .help("build in a separate stage and copy the result with `COPY --from=`");
    for (span, _) in found.take(3) {
        finding.label(span, "also here");
    }
}
