//! The list of packages is fetched by a RUN that installs nothing.

use dockerfile::Kind;
use plimsoll_linter::prelude::*;
use shell::{PackageManager, PackageVerb, Script};

#[derive(Default)]
pub(crate) struct LoneIndexUpdate;

impl Rule for LoneIndexUpdate {
    fn check_script(&self, script: &Script, cx: &mut Context) {
        if !matches!(cx.instruction().map(|instruction| &instruction.kind), Some(Kind::Run(_))) {
            return;
        }
        let mut update = None;
        for command in &script.commands {
            let Some(action) = command.package_action().filter(|action| is_system(action.manager)) else {
                // It may install by itself: `./configure.sh`, `bash install.sh`, `add-apt-repository`.
                if update.is_some() && !is_harmless(command.name()) {
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
        let name = format!("{} {}", action.manager.name(), action.verb_word.unquoted());
        cx.report(action.verb_word.span, format!("`{name}` stands in a RUN that installs nothing"))
            .here("this layer is cached: later steps go on with the list of the day it was built")
            .help("put it into the RUN that installs, with `&&` between the two");
    }
}

fn is_system(manager: PackageManager) -> bool {
    use PackageManager as M;
    matches!(manager, M::Apk | M::Apt | M::AptGet | M::Aptitude | M::Dnf | M::Microdnf | M::Yum | M::Zypper)
}

/// What certainly installs nothing.
fn is_harmless(name: &str) -> bool {
    const HARMLESS: [&str; 31] = [
        ":",
        "[",
        "add-apt-repository",
        "apt-cache",
        "apt-key",
        "cat",
        "cd",
        "chmod",
        "chown",
        "cp",
        "curl",
        "echo",
        "export",
        "find",
        "gpg",
        "grep",
        "groupadd",
        "ln",
        "ls",
        "mkdir",
        "mv",
        "printf",
        "rm",
        "sed",
        "set",
        "sleep",
        "tee",
        "test",
        "touch",
        "true",
        "wget",
    ];
    HARMLESS.contains(&name)
}
