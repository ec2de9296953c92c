//! Every package of the image brought up to date.

use dockerfile::Kind;
use plimsoll_linter::prelude::*;
use shell::{Command, PackageManager, PackageVerb};

#[derive(Default)]
pub(crate) struct SystemUpgrade;

impl Rule for SystemUpgrade {
    fn check_command(&self, command: &Command, cx: &mut Context) {
        if !matches!(cx.instruction().map(|instruction| &instruction.kind), Some(Kind::Run(_))) {
            return;
        }
        let command = &*cx.filled(command);
        let Some(action) = command.package_action() else { return };
        let verb = action.verb_word.unquoted();
        let answers = answers(action.manager, verb);
        if action.verb != PackageVerb::Upgrade || !action.packages.is_empty() || answers.is_none() {
            return;
        }
        let name = action.manager.name();
        let image = cx.stage().and_then(|stage| stage.root_image());
        let digest = image.and_then(|image| image.digest.as_ref().map(|_| image.span));
        let finding = cx
            .report(action.verb_word.span, format!("`{name} {verb}` is not reproducible"))
            .here("the result depends on when the image is built")
            .help("build from a newer base image, or only upgrade specific packages")
            .answers_to(answers.unwrap_or_default().iter().copied());
        if let Some(digest) = digest {
            finding.label(digest, "this digest pins the image, but the upgrade replaces its packages");
        }
    }
}

/// What other linters call it; `None` for what is no manager of a system's packages.
fn answers(manager: PackageManager, verb: &str) -> Option<&'static [&'static str]> {
    use PackageManager as M;
    Some(match (manager, verb) {
        (M::AptGet, "dist-upgrade") => {
            &["trivy:DS-0024", "semgrep:avoid-apt-get-upgrade", "dockle:DKL-DI-0003"]
        }
        (M::AptGet, "upgrade") => &["semgrep:avoid-apt-get-upgrade"],
        (M::Apk, _) => &["semgrep:avoid-apk-upgrade"],
        (M::Dnf, "update") => &["semgrep:avoid-dnf-update"],
        (M::Yum, "update") => &["semgrep:avoid-yum-update"],
        (M::Zypper, "dist-upgrade" | "dup") => &["hadolint:DL3035"],
        (M::Zypper, "update" | "up") => &["semgrep:avoid-zypper-update"],
        (M::Apt | M::AptGet | M::Aptitude | M::Dnf | M::Microdnf | M::Yum | M::Zypper, _) => &[],
        _ => return None,
    })
}
