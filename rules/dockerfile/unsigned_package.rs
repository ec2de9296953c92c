//! Packages that are installed without a look at their signatures.

use dockerfile::Kind;
use plimsoll_linter::prelude::*;
use shell::{Command, Verification, Word};

use super::disabled_verification::is_verified_after;

#[derive(Default)]
pub(crate) struct UnsignedPackage;

impl Rule for UnsignedPackage {
    fn check_command(&self, command: &Command, cx: &mut Context) {
        if !matches!(cx.instruction().map(|instruction| &instruction.kind), Some(Kind::Run(_))) {
            return;
        }
        let Some((word, what, answer)) = skipped(command).or_else(|| written(command)) else { return };
        // A file beside it has no repository whose key could be imported.
        let is_built_here = command.name() == "apk" && !downloads(cx);
        if installs_file(command) && (is_built_here || is_verified_after(cx)) {
            return;
        }
        // A new root directory has no keys yet.
        let is_minor = what == "--gpg-auto-import-keys" && !adds_repository(cx)
            || command.name() == "apk" && command.has_option('\0', &["--initdb"]);
        let effect = match what {
            "--gpg-auto-import-keys" => "trusts new signing keys without asking",
            _ => "disables package signature verification",
        };
        let finding = cx.report(word.span, format!("`{what}` {effect}"));
        finding
            .here("anyone who controls the mirror or the network path can replace packages")
            .help("import the repository's key and remove this option")
            .answers_to(answer.into_iter().chain(["cis:4.11"]));
        finding.is_minor = is_minor;
    }
}

/// Whether the same RUN adds a repository. Otherwise, `zypper` asks for keys of repositories that the image comes with.
fn adds_repository(cx: &Context) -> bool {
    let text = cx.instruction().map_or("", |instruction| cx.text(instruction.span));
    text.contains("zypper") && [" ar ", " addrepo ", ".repo"].iter().any(|sign| text.contains(sign))
}

/// Whether the same RUN downloads something.
fn downloads(cx: &Context) -> bool {
    let Some(Kind::Run(run)) = cx.instruction().map(|instruction| &instruction.kind) else { return false };
    run.command.commands().iter().any(|command| matches!(command.name(), "curl" | "wget"))
}

/// Whether it installs a package from a file.
fn installs_file(command: &Command) -> bool {
    let ends = [".apk", ".deb", ".rpm"];
    let is_url = |word: &Word| word.unquoted().contains("://");
    // `find /packages -exec apk add {}` puts paths of files there.
    let is_file = |word: &Word| word.is("{}") || ends.iter().any(|end| word.unquoted().ends_with(end));
    command.operands().any(is_file) && !command.operands().any(is_url)
}

type Found<'c> = (&'c Word, &'c str, Option<&'static str>);

/// An option that switches the look at signatures off.
fn skipped(command: &Command) -> Option<Found<'_>> {
    let Some((Verification::Signature, word)) = command.skipped_verification() else { return None };
    let option = word.unquoted();
    // Nothing is downloaded to remove packages.
    let removes = ["remove", "purge", "autoremove", "autopurge", "clean", "autoclean"];
    if matches!(command.name(), "apt" | "apt-get")
        && command.operands().next().is_some_and(|verb| removes.contains(&verb.unquoted()))
    {
        return None;
    }
    let answer = match command.name() {
        "apk" => Some("checkov:CKV2_DOCKER_7"),
        "apt" | "apt-get" if option == "--force-yes" => Some("checkov:CKV2_DOCKER_11"),
        "apt" | "apt-get" => Some("checkov:CKV2_DOCKER_8"),
        "yum" | "dnf" | "tdnf" | "microdnf" => Some("checkov:CKV2_DOCKER_9"),
        "rpm" => Some("checkov:CKV2_DOCKER_10"),
        _ => None,
    };
    Some((word, option, answer))
}

/// A repository that is written into the configuration as one to be trusted without a look.
fn written(command: &Command) -> Option<Found<'_>> {
    const SETTINGS: [&str; 3] = ["trusted=yes", "gpgcheck=0", "allow-insecure=yes"];
    if !matches!(command.name(), "echo" | "printf" | "add-apt-repository") {
        return None;
    }
    command.arguments().iter().find_map(|word| {
        let text = word.unquoted();
        let setting = SETTINGS.into_iter().find(|setting| text.contains(setting))?;
        // A repository of files in the image.
        if text.contains("file:/") {
            return None;
        }
        // `repo_gpgcheck` is about the list of packages only.
        (!text.contains("repo_gpgcheck=0") || text.matches("gpgcheck=0").count() > 1)
            .then_some((word, setting, None))
    })
}
