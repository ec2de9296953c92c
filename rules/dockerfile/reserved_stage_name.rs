//! A stage of the name `scratch` or `context`.

use dockerfile::From;
use plimsoll_linter::prelude::*;

#[derive(Default)]
pub(crate) struct ReservedStageName;

impl Rule for ReservedStageName {
    fn check_from(&self, from: &From, cx: &mut Context) {
        let Some(name) = &from.name else { return };
        let here = match &*name.value.to_lowercase() {
            "scratch" => "`FROM scratch` means the empty image, never this stage",
            "context" => "`context` means the build context",
            _ => return,
        };
        // No FROM or COPY below it can mean the last stage.
        let is_last = cx.stage().is_some_and(|stage| stage.is_last());
        let finding = cx.report(name.text.span, format!("stage name `{}` is reserved", name.value));
        finding.here(here).help("rename the stage");
        finding.is_minor = is_last;
    }
}
