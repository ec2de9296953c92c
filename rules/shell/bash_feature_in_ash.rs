//! What only Bash knows, where `sh` is the ash of BusyBox.

use plimsoll_linter::prelude::*;
use shell::{Dialect, Script};

use super::bash_feature_in_dash::{report_joint_pipes, report_refused};

#[derive(Default)]
pub(crate) struct BashFeatureInAsh;

const HERE: &str = "`sh` is BusyBox ash in this image, and does not know this";

impl Rule for BashFeatureInAsh {
    fn check_shellcheck(&self, finding: &ShellFinding, cx: &mut Context) {
        if cx.stage().and_then(|stage| stage.sh_at(cx.index())) == Some(Dialect::Ash) {
            finding
                .report(cx)
                .here(HERE)
                .help("install Bash and set `SHELL`, or write what POSIX has for this");
        }
    }

    fn check_script(&self, script: &Script, cx: &mut Context) {
        report_refused(script, Dialect::Ash, HERE, cx);
        report_joint_pipes(script, Dialect::Ash, HERE, cx);
    }
}
