//! Install scripts of packages beside a secret.

use plimsoll_linter::prelude::*;
use shell::{Command, PackageManager, PackageVerb};

#[derive(Default)]
pub(crate) struct ScriptsWithSecrets;

impl Rule for ScriptsWithSecrets {
    fn check_run(&self, run: &dockerfile::Run, cx: &mut Context) {
        let Some(mount) = run.mounts.iter().find(|mount| matches!(mount.kind(), "secret" | "ssh")) else {
            return;
        };
        let is_off = cx.stage().is_some_and(|stage| {
            ["NPM_CONFIG_IGNORE_SCRIPTS", "npm_config_ignore_scripts"]
                .iter()
                .any(|it| stage.declares(it, cx.index()))
        });
        let installs = |command: &&Command| {
            let action = command.package_action();
            action.is_some_and(|it| it.manager == PackageManager::Npm && it.verb == PackageVerb::Install)
                && !command.has_option('\0', &["--ignore-scripts"])
        };
        let command = run.command.commands().iter().find(installs).filter(|_| !is_off);
        let Some(word) = command.and_then(Command::name_word) else { return };
        cx.report(word.span, "package install scripts can read the mounted secret")
            .here("every installed package can run a script in this step")
            .label(mount.word.text.span, "mounted while install scripts run")
            .help("pass `--ignore-scripts` and run `npm rebuild` in a later step");
    }
}
