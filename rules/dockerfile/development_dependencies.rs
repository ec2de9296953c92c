//! Dependencies of development in the image that ships.

use dockerfile::Kind;
use plimsoll_linter::prelude::*;
use shell::Command;

#[derive(Default)]
pub(crate) struct DevelopmentDependencies;

impl Rule for DevelopmentDependencies {
    fn check_stage(&self, stage: &Stage, cx: &mut Context) {
        let name = stage.name().map_or("", |name| &*name.value);
        if !stage.is_last() || name.contains("dev") || name.contains("test") || stage.cmd().is_unset() {
            return;
        }
        let runs = stage.indexed().filter_map(|(at, instruction)| match &instruction.kind {
            Kind::Run(run) => Some((at, run.command.commands())),
            _ => None,
        });
        let runs: Vec<_> = runs.collect();
        // What is built here needs them first.
        let builds = |it: &Command| {
            it.operands()
                .any(|word| ["build", "prune", "test", "run", "compile"].iter().any(|verb| word.is(verb)))
                || matches!(it.name(), "npx" | "tsc" | "make")
        };
        if runs.iter().any(|(_, commands)| commands.iter().any(builds)) {
            return;
        }
        let is_set = |at: usize, name: &str| stage.declares(name, at);
        for (at, command) in runs.iter().flat_map(|(at, commands)| commands.iter().map(move |it| (*at, it))) {
            let first = command.operands().next();
            let verb = |names: &[&str]| first.is_some_and(|word| names.iter().any(|name| word.is(name)));
            let is_lone = command.operands().count() == 1;
            let option = match command.name() {
                "npm" if verb(&["ci", "install", "i"]) && is_lone => {
                    let is_out = command.has_option('\0', &["--omit", "--production", "--only", "--include"]);
                    (!is_out && !is_set(at, "NODE_ENV")).then_some("--omit=dev")
                }
                "pnpm" if verb(&["install", "i"]) && is_lone => {
                    (!command.has_option('P', &["--prod", "--production"]) && !is_set(at, "NODE_ENV"))
                        .then_some("--prod")
                }
                "composer" if verb(&["install"]) => (!command.has_option('\0', &["--no-dev", "--dev"])
                    && !is_set(at, "COMPOSER_NO_DEV"))
                .then_some("--no-dev"),
                _ => None,
            };
            let (Some(option), Some(word)) = (option, first) else { continue };
            let what = format!("{} {}", command.name(), word.unquoted());
            cx.report(word.span, format!("`{what}` also installs development dependencies"))
                .here("development dependencies become part of the final image")
                .help(format!("pass `{option}`"));
            return;
        }
    }
}
