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
            ["NPM_CONFIG_IGNORE_SCRIPTS", "npm_config_ignore_scripts", "YARN_ENABLE_SCRIPTS"]
                .iter()
                .any(|it| stage.declares(it, cx.index()))
        });
        let installs = |command: &&Command| {
            let action = command.package_action();
            let runs = [PackageManager::Npm, PackageManager::Pnpm, PackageManager::Yarn];
            action.is_some_and(|it| runs.contains(&it.manager) && it.verb == PackageVerb::Install)
                && !command.has_option('\0', &["--ignore-scripts", "--mode"])
        };
        let command = run.command.commands().iter().find(installs).filter(|_| !is_off);
        let Some(word) = command.and_then(Command::name_word) else { return };
        cx.report(word.span, "package install scripts can read the mounted secret")
            .here(match command.map_or("", Command::name) {
                "pnpm" => "before pnpm 10, every installed package can run a script in this step",
                _ => "every installed package can run a script in this step",
            })
            .label(mount.word.text.span, "mounted while install scripts run")
            .help(match command.map_or("", Command::name) {
                "yarn" => "pass `--ignore-scripts` (Yarn 2 or later: `--mode=skip-build`)".to_owned(),
                name => format!("pass `--ignore-scripts` and run `{name} rebuild` in a later step"),
            });
    }
}
