//! A package that this release of Debian or Ubuntu does not have any more.

use dockerfile::Kind;
use facts::removed_packages::removed_from;
use plimsoll_linter::prelude::*;
use shell::{Command, PackageSource, PackageVerb};

#[derive(Default)]
pub(crate) struct RemovedPackage;

/// What may add another source of packages, or bring the package in another way.
const SOURCES: [&str; 14] = [
    "sources",
    ".list",
    "repository",
    "deb ",
    ".deb",
    "dpkg",
    "| bash",
    "| sh",
    "|bash",
    "|sh",
    ".sh",
    "/etc/apt",
    "setup_",
    "extrepo",
];

impl Rule for RemovedPackage {
    fn check_command(&self, command: &Command, cx: &mut Context) {
        let Some(instruction) = cx.instruction() else { return };
        if !matches!(instruction.kind, Kind::Run(_)) || !command.position.is_unconditional() {
            return;
        }
        let Some(stage) = cx.stage().filter(|_| !cx.is_trigger()) else { return };
        let Some(image) = stage.root_image() else { return };
        let Some(action) = command.package_action() else { return };
        if !action.manager.is_apt() || action.verb != PackageVerb::Install {
            return;
        }
        let Some(release) = image.debian_release() else { return };
        let gone = action.packages.iter().filter(|package| package.source == PackageSource::Registry);
        let mut gone = gone.filter_map(|package| Some((package, removed_from(release, &package.name)?)));
        let Some((package, removed)) = gone.next() else { return };
        // The image itself may have another source, unless it is one of the distribution or of a language.
        let is_plain = stage.known_image().is_some_and(|known| known.kind.is_foundation());
        if !is_plain || may_add_source(&stage, cx) {
            return;
        }
        let (span, name) = (package.word.span, package.name.clone());
        // A tag such as `debian:12` has no code name.
        let why = match release.codename() {
            codename if image.meant_tag().contains(codename) => {
                "the package was removed before this release".to_owned()
            }
            codename => format!("based on Debian {codename}, which no longer has the package"),
        };
        cx.report(span, format!("this release does not have the package `{name}`"))
            .here("this command fails: `apt-get` cannot find the package")
            .label(image.span, why)
            .help(match removed.instead {
                "" => format!("use an older release, or replace `{name}`"),
                instead => format!("install `{instead}`"),
            });
    }
}

/// Whether an instruction up to this one may add a source of packages.
fn may_add_source(stage: &Stage, cx: &Context) -> bool {
    let at = cx.index();
    stage.lineage().any(|own| {
        let end = if own.index() == stage.index() { at + 1 } else { own.end() };
        own.indexed().filter(|(index, _)| *index < end).any(|(_, instruction)| match &instruction.kind {
            Kind::Run(_) => {
                let text = cx.text(instruction.span).replace("sources.list.d/*", "");
                SOURCES.iter().any(|sign| text.contains(sign))
            }
            Kind::Copy(_) | Kind::Add(_) => instruction.copy_paths().is_some_and(|(_, to)| {
                to.value.starts_with("/etc")
                    || to.value.starts_with('$')
                    || matches!(&*to.value, "/" | "/usr")
            }),
            Kind::Malformed(_) => true,
            _ => false,
        })
    })
}
