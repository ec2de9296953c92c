//! What only Bash knows, where `sh` is the ash of `BusyBox`.

use plimsoll_linter::prelude::*;
use shell::{Dialect, Script, SmallShell};

use super::bash_feature_in_dash::{report_refused, report_unread};

#[derive(Default)]
pub(crate) struct BashFeatureInAsh;

const HERE: &str = "`sh` in this image is BusyBox ash, which does not support this";

impl Rule for BashFeatureInAsh {
    fn check_shellcheck(&self, finding: &ShellFinding, cx: &mut Context) {
        let sh = match cx.container() {
            Some(container) => container.sh(),
            None => cx.stage().and_then(|stage| stage.sh_at(cx.index())),
        };
        // The build goes on, and `unexpanded-braces` says what happens.
        if sh == Some(Dialect::Ash) && !finding.has_accepted_braces(cx) {
            finding.report(cx).here(HERE).help("install Bash and set `SHELL`, or use the POSIX equivalent");
        }
    }

    fn check_script(&self, script: &Script, cx: &mut Context) {
        report_refused(script, Dialect::Ash, HERE, cx);
        report_unread(SmallShell::Ash, HERE, cx);
    }
}
