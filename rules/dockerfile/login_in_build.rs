//! A build step that logs in to a cloud or a registry.

use dockerfile::Kind;
use facts::logins;
use plimsoll_linter::prelude::*;
use shell::Command;

#[derive(Default)]
pub(crate) struct LoginInBuild;

impl Rule for LoginInBuild {
    fn check_command(&self, command: &Command, cx: &mut Context) {
        let Some(Kind::Run(run)) = cx.instruction().map(|instruction| &instruction.kind) else { return };
        // Who mounts a secret knows what they do.
        if run.mounts.iter().any(|mount| mount.kind() == "secret") {
            return;
        }
        let mut logins = logins::of_program(command.name());
        let is_it = |words: &[&str]| {
            let mut operands = command.operands();
            words.iter().all(|word| operands.next().is_some_and(|operand| operand.is(word)))
        };
        let Some(login) = logins.find(|login| is_it(&login.operands)) else { return };
        let program = login.program;
        let is_harmless = |word: &shell::Word| {
            let text = word.unquoted();
            ["region", "output", "cli_pager"].iter().any(|setting| text.ends_with(setting))
        };
        if program == "aws" && command.operands().nth(2).is_some_and(is_harmless) {
            return;
        }
        let Some(word) = command.name_word() else { return };
        cx.report(
            word.span,
            format!("`{program} {}` leaves its credentials in the image", login.operands.join(" ")),
        )
        .here("writes what it logs in with into a file of this layer")
        .help("mount the credentials for this step: `RUN --mount=type=secret,id=…`")
        .answers_to(login.is_cloud.then_some("trivy:DS-0031"));
    }
}
