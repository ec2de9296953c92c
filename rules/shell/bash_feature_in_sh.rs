//! What POSIX does not describe, in a script of `sh`.

use plimsoll_linter::prelude::*;
use shell::Dialect;

#[derive(Default)]
pub(crate) struct BashFeatureInSh;

impl Rule for BashFeatureInSh {
    fn check_shellcheck(&self, finding: &ShellFinding, cx: &mut Context) {
        // Where `sh` is known, what it refuses is reported by a rule of its own, and all else works.
        let sh = cx.stage().and_then(|stage| stage.sh_at(cx.index()));
        let probable = || cx.stage().and_then(|stage| stage.probable_sh());
        if matches!(sh.or_else(probable), Some(Dialect::Ash | Dialect::Bash)) {
            return;
        }
        let is_pipefail = finding.alias == "shellcheck:SC3040" && cx.text(finding.span).contains("pipefail");
        let release = cx.stage().and_then(|stage| stage.root_image()).and_then(ImageName::debian_release);
        if is_pipefail
            && sh == Some(Dialect::Dash)
            && release.is_some_and(facts::debian_releases::DebianRelease::has_pipefail)
        {
            return;
        }
        finding
            .report(cx)
            .here("not every `sh` supports this")
            .help(r#"add `SHELL ["/bin/bash", "-c"]` above, or use the POSIX equivalent"#);
    }
}
