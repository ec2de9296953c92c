//! Dependencies of development in the image that ships.

use dockerfile::Kind;
use plimsoll_linter::prelude::*;
use shell::Command;

#[derive(Default)]
pub(crate) struct DevelopmentDependencies;

impl Rule for DevelopmentDependencies {
    fn check_stage(&self, stage: &Stage, cx: &mut Context) {
        let name = stage.name().map_or("", |name| &*name.value);
        let is_meant = name.contains("dev") || name.contains("test") || stage.file().is_for_tests();
        if !stage.is_last() || is_meant || stage.cmd().is_unset() {
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
        // `bundle config set --local without development`
        let excludes_groups = runs.iter().flat_map(|(_, commands)| commands.iter()).any(|it| {
            let has = |word: &str| it.operands().any(|operand| operand.is(word));
            it.name() == "bundle" && has("config") && (has("without") || has("only"))
        });
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
                "poetry" if verb(&["install", "sync"]) => {
                    (!command.has_option('\0', &["--only", "--without", "--no-dev"])).then_some("--only main")
                }
                "uv" if verb(&["sync"]) => {
                    let is_out = command
                        .has_option('\0', &["--no-dev", "--no-default-groups", "--no-group", "--only-group"]);
                    let is_off = ["UV_NO_DEV", "UV_NO_DEFAULT_GROUPS"].iter().any(|name| is_set(at, name));
                    (!is_out && !is_off).then_some("--no-dev")
                }
                "bundle" if verb(&["install"]) => {
                    let names = ["BUNDLE_WITHOUT", "BUNDLE_ONLY"];
                    let is_off = names.iter().any(|name| is_set(at, name)) || excludes_groups;
                    (!is_off && !command.has_option('\0', &["--without"]))
                        .then_some("BUNDLE_WITHOUT=development:test")
                }
                "pipenv" if verb(&["install", "sync"]) && command.has_option('d', &["--dev"]) => {
                    Some("--dev")
                }
                _ => None,
            };
            let (Some(option), Some(word)) = (option, first) else { continue };
            let what = format!("{} {}", command.name(), word.unquoted());
            cx.report(word.span, format!("`{what}` also installs development dependencies"))
                .here("development dependencies become part of the final image")
                .help(match option {
                    "--dev" => "remove `--dev`".to_owned(),
                    _ if !option.starts_with('-') => format!("set `{option}`"),
                    _ => format!("pass `{option}`"),
                });
            return;
        }
    }
}
