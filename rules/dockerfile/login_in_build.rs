//! A build step that logs in to a cloud or a registry.

use dockerfile::Kind;
use plimsoll_linter::prelude::*;
use shell::Command;

/// Programs, and the operands by which they log in.
const LOGINS: &[(&str, &[&str])] = &[
    ("gcloud", &["auth", "activate-service-account"]),
    ("gcloud", &["auth", "login"]),
    ("az", &["login"]),
    ("aws", &["configure", "set"]),
    ("aws", &["configure", "import"]),
    ("doctl", &["auth", "init"]),
    ("ibmcloud", &["login"]),
    ("heroku", &["login"]),
    ("docker", &["login"]),
    ("podman", &["login"]),
    ("helm", &["registry", "login"]),
    ("npm", &["login"]),
    ("gh", &["auth", "login"]),
    ("glab", &["auth", "login"]),
];

#[derive(Default)]
pub(crate) struct LoginInBuild;

impl Rule for LoginInBuild {
    fn check_command(&self, command: &Command, cx: &mut Context) {
        let Some(Kind::Run(run)) = cx.instruction().map(|instruction| &instruction.kind) else { return };
        // Who mounts a secret knows what they do.
        if run.mounts.iter().any(|mount| mount.kind() == "secret") {
            return;
        }
        let mut logins = LOGINS.iter().filter(|(program, _)| *program == command.name());
        let is_it = |words: &[&str]| {
            let mut operands = command.operands();
            words.iter().all(|word| operands.next().is_some_and(|operand| operand.is(word)))
        };
        let Some((program, words)) = logins.find(|(_, words)| is_it(words)) else { return };
        let is_harmless = |word: &shell::Word| {
            let text = word.unquoted();
            ["region", "output", "cli_pager"].iter().any(|setting| text.ends_with(setting))
        };
        if *program == "aws" && command.operands().nth(2).is_some_and(is_harmless) {
            return;
        }
        let Some(word) = command.name_word() else { return };
        let is_cloud = ["gcloud", "az", "aws", "doctl", "ibmcloud"].contains(program);
        cx.report(word.span, format!("`{program} {}` leaves its credentials in the image", words.join(" ")))
            .here("writes what it logs in with into a file of this layer")
            .help("mount the credentials for this step: `RUN --mount=type=secret,id=…`")
            .answers_to(is_cloud.then_some("trivy:DS-0031"));
    }
}
