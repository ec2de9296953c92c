//! What only Bash knows, where `sh` is dash.

use plimsoll_linter::prelude::*;
use shell::Dialect;

#[derive(Default)]
pub(crate) struct BashFeatureInDash;

impl Rule for BashFeatureInDash {
    fn check_shellcheck(&self, finding: &ShellFinding, cx: &mut Context) {
        if cx.stage().and_then(|stage| stage.sh_at(cx.index())) == Some(Dialect::Dash) {
            finding
                .report(cx)
                .here("`sh` is dash in this image, and does not know this")
                .help(r#"write `SHELL ["/bin/bash", "-c"]` before it, or what POSIX has for this"#);
        }
    }
}
