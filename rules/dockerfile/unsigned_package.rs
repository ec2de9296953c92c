//! Packages that are installed without a look at their signatures.

use dockerfile::Kind;
use plimsoll_linter::prelude::*;
use shell::{Command, Verification};

#[derive(Default)]
pub(crate) struct UnsignedPackage;

impl Rule for UnsignedPackage {
    fn check_command(&self, command: &Command, cx: &mut Context) {
        if !matches!(cx.instruction().map(|instruction| &instruction.kind), Some(Kind::Run(_))) {
            return;
        }
        let Some((Verification::Signature, word)) = command.skipped_verification() else { return };
        let option = word.unquoted().into_owned();
        let answer = match command.name() {
            "apk" => Some("checkov:CKV2_DOCKER_7"),
            "apt" | "apt-get" if option == "--force-yes" => Some("checkov:CKV2_DOCKER_11"),
            "apt" | "apt-get" => Some("checkov:CKV2_DOCKER_8"),
            "yum" | "dnf" | "tdnf" | "microdnf" => Some("checkov:CKV2_DOCKER_9"),
            "rpm" => Some("checkov:CKV2_DOCKER_10"),
            _ => None,
        };
        cx.report(word.span, format!("`{option}` installs packages that nobody signed"))
            .here("what comes from the mirror is not verified, and runs as root")
            .help("import the key of the repository, and verify")
            .answers_to(answer);
    }
}
