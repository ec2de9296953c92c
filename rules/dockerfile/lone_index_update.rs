//! The list of packages is fetched by a RUN that installs nothing.

use dockerfile::Kind;
use facts::programs::Role;
use plimsoll_linter::prelude::*;
use shell::{PackageManager, PackageVerb, Script};

#[derive(Default)]
pub(crate) struct LoneIndexUpdate;

impl Rule for LoneIndexUpdate {
    fn check_script(&self, script: &Script, cx: &mut Context) {
        let Some(Kind::Run(run)) = cx.instruction().map(|instruction| &instruction.kind) else { return };
        let mut update = None;
        for command in &script.commands {
            let Some(action) = command.package_action().filter(|action| is_system(action.manager)) else {
                // It may install by itself: `./configure.sh`, `bash install.sh`, `add-apt-repository`.
                if update.is_some() && !Role::InstallsNothing.is_of(command.name()) {
                    return;
                }
                continue;
            };
            match action.verb {
                PackageVerb::UpdateIndex => update = update.or(Some(action)),
                PackageVerb::Install | PackageVerb::Upgrade | PackageVerb::Remove => return,
                PackageVerb::Clean => {}
            }
        }
        let Some(action) = update else { return };
        // In a cache the list is as fresh for the next RUN as for this one.
        let folders = action.manager.cache().map_or(&[][..], |cache| cache.folders);
        if run.mounts.iter().any(|mount| folders.iter().any(|folder| mount.keeps_out(folder))) {
            return;
        }
        let here = match action.manager {
            PackageManager::Apk | PackageManager::Apt | PackageManager::AptGet | PackageManager::Aptitude => {
                "this layer is cached: later steps go on with the list of the day it was built"
            }
            _ => "only fills a layer: the step that installs fetches the list by itself when this one is old",
        };
        let name = format!("{} {}", action.manager.name(), action.verb_word.unquoted());
        cx.report(action.verb_word.span, format!("`{name}` stands in a RUN that installs nothing"))
            .here(here)
            .help("put it into the RUN that installs, with `&&` between the two");
    }
}

fn is_system(manager: PackageManager) -> bool {
    use PackageManager as M;
    matches!(manager, M::Apk | M::Apt | M::AptGet | M::Aptitude | M::Dnf | M::Microdnf | M::Yum | M::Zypper)
}
