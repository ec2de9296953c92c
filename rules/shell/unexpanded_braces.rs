//! Braces that `sh` leaves as they are, where the command goes on with the literal name.

use plimsoll_linter::prelude::*;
use shell::Dialect;

#[derive(Default)]
pub(crate) struct UnexpandedBraces;

impl Rule for UnexpandedBraces {
    fn check_shellcheck(&self, finding: &ShellFinding, cx: &mut Context) {
        let sh = match cx.stage().and_then(|stage| stage.sh_at(cx.index())) {
            Some(Dialect::Dash) => "dash",
            Some(Dialect::Ash) => "BusyBox ash",
            _ => return,
        };
        let Some(program) = finding.braces_kept_by(cx) else { return };
        let effect = match program {
            "rm" => "removes nothing",
            "touch" => "creates a single file with braces in its name",
            _ => "creates a single directory with braces in its name",
        };
        // Without the list of what is installed, APT and scanners know of no package.
        let deletes_list = program == "rm" && cx.text(finding.span).contains("dpkg");
        finding
            .retell(format!("`sh` does not expand braces, so `{program}` {effect}"), cx)
            .here(format!("`sh` in this image is {sh}, which does not expand braces"))
            .help(if deletes_list {
                "write `/var/lib/apt/lists/*`, and keep `/var/lib/dpkg`: it lists the installed packages"
            } else {
                "write each path separately, or set `SHELL` to Bash if the image has it"
            });
    }
}
