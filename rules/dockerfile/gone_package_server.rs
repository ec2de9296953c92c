//! Packages of a release that its servers no longer have.

use dockerfile::{Instruction, Kind};
use plimsoll_linter::prelude::*;
use shell::{Command, PackageManager, PackageVerb};

#[derive(Default)]
pub(crate) struct GonePackageServer;

impl Rule for GonePackageServer {
    fn check_stage(&self, stage: &Stage, cx: &mut Context) {
        let releases = stage.root_image().map(project::ImageName::releases).unwrap_or_default();
        let gone = releases.iter().find_map(|it| Some((it, facts::archived_releases::find(it)?)));
        let Some((release, gone)) = gone.filter(|_| stage.lineage().count() == 1) else { return };
        let source = stage.file().text.raw;
        if ANOTHER_SERVER.iter().any(|part| source.contains(part)) {
            return;
        }
        // Once for a stage: what comes later fails with it.
        let asks = |(at, instruction): (usize, &Instruction)| match instruction.kind.triggered() {
            Kind::Run(run) if stage.script_shell(&run.command, at).is_posix() => {
                run.command.commands().iter().find(|command| asks(command))?.name_word().map(|word| word.span)
            }
            _ => None,
        };
        let Some(place) = stage.indexed().find_map(asks) else { return };
        let message = format!(
            "`{}:{}` packages are no longer on the regular mirrors",
            release.repository, release.line
        );
        let finding = cx.report(place, message);
        finding
            .here(format!("the build fails: only `{}` still has these packages", gone.archive))
            .help("upgrade to a supported release");
        if let Some(from) = stage.from() {
            finding.label(from.image.text.span, "this release has reached end of life");
        }
    }
}

/// Whether a command asks the servers of a distribution for packages.
fn asks(command: &Command) -> bool {
    use PackageManager as M;
    command.package_action().is_some_and(|it| {
        matches!(it.manager, M::Apt | M::AptGet | M::Aptitude | M::Yum | M::Dnf | M::Microdnf)
            && match it.verb {
                PackageVerb::UpdateIndex | PackageVerb::Install => true,
                // apt upgrades to what its index has, and yum asks the servers first.
                PackageVerb::Upgrade => matches!(it.manager, M::Yum | M::Dnf | M::Microdnf),
                _ => false,
            }
    })
}

/// What stands in a file that names other servers than the image does.
const ANOTHER_SERVER: [&str; 7] =
    ["archive.debian", "sources.list", "/etc/apt", "snapshot.debian", "yum.repos.d", "vault.", "http_proxy"];
