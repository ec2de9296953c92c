//! What POSIX does not describe, in a script of `sh`.

use plimsoll_linter::prelude::*;

#[derive(Default)]
pub(crate) struct BashFeatureInSh;

impl Rule for BashFeatureInSh {
    fn check_shellcheck(&self, finding: &ShellFinding, cx: &mut Context) {
        finding
            .report(cx)
            .here("not every `sh` knows this")
            .help(r#"write `SHELL ["/bin/bash", "-c"]` before it, or what POSIX has for this"#);
    }
}
