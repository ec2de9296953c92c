//! Packages of a release that its servers no longer have.

use dockerfile::Kind;
use facts::packages::Role;
use plimsoll_linter::prelude::*;
use shell::{Command, PackageManager, PackageVerb};

#[derive(Default)]
pub(crate) struct GonePackageServer;

impl Rule for GonePackageServer {
    fn check_stage(&self, stage: &Stage, cx: &mut Context) {
        let Some(gone) = stage.gone_release() else { return };
        let Some(image) = stage.root_image() else { return };
        // Once for a stage and those that start from it: what comes later fails with it.
        let Some(asking) = first_asking(stage) else { return };
        let is_told =
            |parent: Stage| first_asking(&parent).is_some_and(|it| !parent.names_servers_until(it.span));
        if stage.names_servers_until(asking.span) || stage.lineage().skip(1).any(is_told) {
            return;
        }
        let is_distribution = gone.is_own && image.short() == gone.release.repository;
        let whose = if gone.release.repository == "centos" { "packages" } else { "Debian packages" };
        let message = if is_distribution {
            format!("packages for `{}:{}`", gone.release.repository, gone.release.line)
        } else {
            format!("{whose} for `{}:{}`", image.short(), image.meant_tag())
        };
        let place = asking.name_word().map_or(asking.span, |word| word.span);
        let finding = cx.report(place, format!("{message} are no longer on the regular mirrors"));
        finding
            .here(format!("the build fails: only `{}` still has these packages", gone.archive))
            .help("upgrade to a supported release");
        if let Some(from) = stage.root().from() {
            finding.label(from.image.text.span, "this release has reached end of life");
        }
    }
}

/// The first command of a stage that asks for packages.
fn first_asking<'p>(stage: &Stage<'p>) -> Option<&'p Command> {
    stage.indexed().find_map(|(at, instruction)| match instruction.kind.triggered() {
        Kind::Run(run) if stage.script_shell(&run.command, at).is_posix() => {
            run.command.commands().iter().find(|command| asks(command))
        }
        _ => None,
    })
}

/// Whether a command asks the servers of a distribution for packages.
fn asks(command: &Command) -> bool {
    use PackageManager as M;
    command.package_action().is_some_and(|it| {
        matches!(it.manager, M::Apt | M::AptGet | M::Aptitude | M::Yum | M::Dnf | M::Microdnf)
            && match it.verb {
                PackageVerb::UpdateIndex => true,
                // apt does not ask for what Debian's images have already.
                PackageVerb::Install => {
                    let is_there = |name: &str| Role::Preinstalled.is_of(name);
                    asks_first(it.manager)
                        || it.packages.is_empty()
                        || !it.packages.iter().all(|it| is_there(&it.name))
                }
                // apt upgrades to what its index has.
                PackageVerb::Upgrade => asks_first(it.manager),
                _ => false,
            }
    })
}

/// Whether a package manager asks the servers whatever it does.
fn asks_first(manager: PackageManager) -> bool {
    use PackageManager as M;
    matches!(manager, M::Yum | M::Dnf | M::Microdnf)
}
