//! A seccomp profile that is rejected.

use plimsoll_linter::prelude::*;
use project::seccomp;

#[derive(Default)]
pub(crate) struct InvalidSeccompProfile;

impl Rule for InvalidSeccompProfile {
    fn check_document(&self, document: &Document, cx: &mut Context) {
        if document.kind != seccomp::KIND {
            return;
        }
        for (span, message, help) in seccomp::mistakes(document) {
            cx.report(span, message).here("containers that use this profile cannot start").help(help);
        }
    }
}
