//! Packages of a release that its servers no longer have.

use dockerfile::{Instruction, Kind};
use plimsoll_linter::prelude::*;
use shell::{Command, PackageManager, PackageVerb};

#[derive(Default)]
pub(crate) struct GonePackageServer;

impl Rule for GonePackageServer {
    fn check_stage(&self, stage: &Stage, cx: &mut Context) {
        let Some(image) = stage.root_image().filter(|_| stage.lineage().count() == 1) else { return };
        let releases = image.releases();
        let own = releases.iter().find_map(|it| Some((it, facts::archived_releases::find(it)?)));
        // An official image whose line ended before a release of Debian came out is built on an older one.
        let is_debian = || {
            let is_built_on_it = image.known().is_some_and(|known| known.is_built_on("debian"));
            image.official().is_some()
                && is_built_on_it
                && !releases.iter().any(|it| it.repository == "debian")
        };
        let below = || {
            let release = releases.first().filter(|it| is_debian() && !it.is_superseded)?;
            Some((release, facts::archived_releases::newest_base(release.until)?))
        };
        let is_own = own.is_some();
        let Some((release, gone)) = own.or_else(below) else { return };
        // Once for a stage: what comes later fails with it.
        let asks = |(at, instruction): (usize, &Instruction)| match instruction.kind.triggered() {
            Kind::Run(run) if stage.script_shell(&run.command, at).is_posix() => {
                run.command.commands().iter().find(|command| asks(command))?.name_word().map(|word| word.span)
            }
            _ => None,
        };
        let Some(place) = stage.indexed().find_map(asks) else { return };
        let file = stage.file().text;
        let until = place.start.saturating_sub(file.span.start) as usize;
        let before = without_added(file.raw.get(..until).unwrap_or_default());
        if ANOTHER_SERVER.iter().any(|part| before.contains(part)) {
            return;
        }
        let name = format!("{}:{}", release.repository, release.line);
        let message = if is_own {
            format!("packages for `{name}` are no longer on the regular mirrors")
        } else {
            format!("Debian packages for `{name}` are no longer on the regular mirrors")
        };
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

/// A text without the paths of sources and keys that are added to those of the image, which stay.
fn without_added(text: &str) -> String {
    let is_added = |word: &str| {
        word.contains("/etc/apt/sources.list.d/")
            && word.trim_end_matches(['"', '\'', ';']).ends_with(".list")
            || ["/etc/apt/keyrings", "/etc/apt/trusted.gpg.d"].iter().any(|folder| word.contains(folder))
    };
    let words = text.split_ascii_whitespace().filter(|word| !is_added(word) || word.contains('*'));
    words.collect::<Vec<_>>().join(" ")
}

/// What stands in a file that names other servers than the image does.
const ANOTHER_SERVER: [&str; 7] =
    ["archive.debian", "sources.list", "/etc/apt", "snapshot.debian", "yum.repos.d", "vault.", "http_proxy"];
