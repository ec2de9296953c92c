//! Packages of a release that its servers no longer have.

use dockerfile::Kind;
use plimsoll_linter::prelude::*;
use shell::{PackageManager, PackageVerb, Script};

#[derive(Default)]
pub(crate) struct GonePackageServer;

impl Rule for GonePackageServer {
    fn check_script(&self, script: &Script, cx: &mut Context) {
        use PackageManager as M;
        let is_run = matches!(cx.instruction().map(|instruction| &instruction.kind), Some(Kind::Run(_)));
        let Some(stage) = cx.stage().filter(|_| is_run) else { return };
        let releases = stage.root_image().map(project::ImageName::releases).unwrap_or_default();
        let Some((release, gone)) =
            releases.into_iter().find_map(|it| Some((it, facts::archived_releases::find(&it)?)))
        else {
            return;
        };
        let asks = |command: &&shell::Command| {
            let action = command.package_action();
            action.is_some_and(|it| {
                matches!(it.manager, M::Apt | M::AptGet | M::Aptitude | M::Yum | M::Dnf | M::Microdnf)
                    && matches!(it.verb, PackageVerb::UpdateIndex | PackageVerb::Install)
            })
        };
        let Some(word) = script.commands.iter().find(asks).and_then(shell::Command::name_word) else {
            return;
        };
        // Once for a stage: what comes later fails with it.
        let before = stage.indexed().take_while(|(at, _)| *at < cx.index());
        let asked = before.filter_map(|(_, instruction)| match &instruction.kind {
            Kind::Run(run) => Some(run.command.commands()),
            _ => None,
        });
        let is_told = asked.flatten().any(|command| asks(&command));
        let source = cx.project().sources.text(stage.file().tree.file).raw;
        if is_told || stage.lineage().count() > 1 || ANOTHER_SERVER.iter().any(|part| source.contains(part)) {
            return;
        }
        let place = stage.from().map(|from| from.image.text.span);
        let finding = cx.report(
            word.span,
            format!("packages of {} {} are no longer available", release.repository, release.line),
        );
        finding
            .here(format!("the build fails: only `{}` still has these packages", gone.archive))
            .help("upgrade to a supported release");
        if let Some(place) = place {
            finding.label(place, "this release has reached end of life");
        }
    }
}

/// What stands in a file that names other servers than the image does.
const ANOTHER_SERVER: [&str; 7] =
    ["archive.debian", "sources.list", "/etc/apt", "snapshot.debian", "yum.repos.d", "vault.", "http_proxy"];
