//! Braces that `sh` leaves as they are, where the command goes on with the literal name.

use plimsoll_linter::prelude::*;
use shell::{Command, Dialect};

#[derive(Default)]
pub(crate) struct UnexpandedBraces;

impl Rule for UnexpandedBraces {
    fn check_shellcheck(&self, finding: &ShellFinding, cx: &mut Context) {
        let sh = match cx.stage().and_then(|stage| stage.sh_at(cx.index())) {
            Some(Dialect::Dash) => "dash",
            Some(Dialect::Ash) => "BusyBox ash",
            _ => return,
        };
        let Some(program) = accepts_braces(finding, cx) else { return };
        let effect = match &*program {
            "rm" => "removes nothing",
            "touch" => "creates a single file with braces in its name",
            _ => "creates a single directory with braces in its name",
        };
        finding
            .retell(format!("`sh` does not expand braces, so `{program}` {effect}"), cx)
            .here(format!("`sh` in this image is {sh}, which takes this text literally"))
            .help("write each path separately, or set `SHELL` to Bash if the image has it");
    }
}

/// The command with braces that succeeds with a name that does not exist, so that the build goes on.
pub(super) fn accepts_braces(finding: &ShellFinding, cx: &Context) -> Option<String> {
    if finding.alias != "shellcheck:SC3009" {
        return None;
    }
    let Some(dockerfile::Kind::Run(run)) = cx.instruction().map(|instruction| &instruction.kind) else {
        return None;
    };
    let accepts = |command: &&Command| match command.name() {
        "mkdir" => command.has_option('p', &["--parents"]),
        "rm" => command.has_option('f', &["--force"]),
        "touch" => true,
        _ => false,
    };
    let has_braces = |command: &&Command| command.operands().any(|word| word.span.contains(finding.span));
    let commands = run.command.commands();
    commands.iter().filter(has_braces).find(accepts).map(|command| command.name().to_owned())
}
