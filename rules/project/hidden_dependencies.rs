//! A folder of the host hides the dependencies that the image installed.

use compose::MountKind;
use dockerfile::Kind;
use plimsoll_linter::prelude::*;
use shell::Command;

#[derive(Default)]
pub(crate) struct HiddenDependencies;

/// Commands that install into a folder of the working directory, the first word behind them, and the folder.
const INSTALLERS: &[(&str, &[&str], &str)] = &[
    ("npm", &["ci", "install", "i"], "node_modules"),
    ("pnpm", &["install", "i"], "node_modules"),
    ("yarn", &["", "install"], "node_modules"),
    ("bun", &["install", "i"], "node_modules"),
    ("composer", &["install"], "vendor"),
    ("uv", &["sync"], ".venv"),
];

/// Options that put what is installed elsewhere.
const ELSEWHERE: [&str; 6] = ["-g", "--global", "--prefix", "--cwd", "--working-dir", "-d"];

impl Rule for HiddenDependencies {
    fn check_container(&self, container: &Container, cx: &mut Context) {
        let Some(started) = container.stage().filter(|_| !container.has_open_mounts()) else { return };
        // What is run first may install again.
        let service = container.service;
        let mut words = service.command.iter().chain(&service.entrypoint).flat_map(|command| &command.words);
        if words.any(|word| {
            word.value.contains("install") || word.value.contains("npm ci") || word.value.contains("uv ")
        }) {
            return;
        }
        let starts_other = !container.may_start_node();
        for stage in started.lineage() {
            let is_moved = stage.file().moves_modules();
            let is_kept = |folder: &str| !is_moved || !folder.ends_with("/node_modules");
            for (command, folder) in installs(&stage).into_iter().filter(|(_, folder)| is_kept(folder)) {
                let Some((mount, target)) = container.mount_over(&folder) else { continue };
                let is_folder = mount.kind == MountKind::Bind && *target != *folder;
                let Some(source) = mount.source.as_ref().filter(|_| is_folder) else { continue };
                let name = folder.rsplit('/').next().unwrap_or_default();
                if starts_other && name == "node_modules"
                    || started.entrypoint_texts().any(|script| installs_into(script.raw, name))
                {
                    continue;
                }
                cx.report(
                    source.span,
                    format!("the bind mount hides the image's `{name}` in {}", container.title()),
                )
                .here(format!("this mount covers `{target}`"))
                .label(command, format!("dependencies are installed into `{folder}`"))
                .help(format!(
                    "add the volume `- {folder}` and renew it after each rebuild: `up --build -V`"
                ));
                return;
            }
        }
    }
}

/// Whether a script installs what belongs into such a folder: `composer install` in `docker-entrypoint`.
fn installs_into(script: &str, name: &str) -> bool {
    let lines = script.lines().map(str::trim_start).filter(|line| !line.starts_with('#'));
    let mut rows = INSTALLERS.iter().filter(|(.., folder)| *folder == name);
    rows.any(|(program, verbs, _)| {
        lines.clone().any(|line| {
            let mut words = line.split_whitespace().skip_while(|word| word != program).skip(1);
            words.next().is_some_and(|verb| verbs.contains(&verb))
        })
    })
}

/// The commands of a stage that install dependencies, each with the folder.
fn installs(stage: &Stage) -> Vec<(Span, String)> {
    let mut found: Vec<(Span, String)> = Vec::new();
    let projects = stage.python_projects();
    for (at, instruction) in stage.indexed() {
        let (Kind::Run(run), Some(workdir)) = (&instruction.kind, stage.workdir_at(at).get()) else {
            continue;
        };
        let commands = run.command.commands();
        // What is moved or copied away is out of the mount's reach.
        found.retain(|(_, folder)| !commands.iter().any(|command| takes_away(command, folder)));
        if commands.iter().any(|command| ["cd", "mv", "rm", "cp"].contains(&command.name())) {
            continue;
        }
        for command in commands {
            let words: Vec<&str> = command.arguments().iter().filter_map(|word| word.literal()).collect();
            let verb = words.iter().find(|word| !word.starts_with('-')).copied().unwrap_or_default();
            if let Some(folder) = made_environment(command.name(), &words) {
                found.push((command.span, path_from(workdir, folder)));
                continue;
            }
            let is_elsewhere = words
                .iter()
                .any(|word| ELSEWHERE.iter().any(|option| word.split('=').next() == Some(option)));
            let row =
                INSTALLERS.iter().find(|(name, verbs, _)| command.name() == *name && verbs.contains(&verb));
            // `uv` may be told another folder.
            let is_moved = command.name() == "uv" && stage.env_at("UV_PROJECT_ENVIRONMENT", at).is_known();
            if let Some((program, _, folder)) = row.filter(|_| !is_elsewhere && !is_moved) {
                // uv finds the project in a directory above.
                let mut above = workdir.match_indices('/').skip(1).filter_map(|(end, _)| workdir.get(..end));
                let project = above.find(|path| *program == "uv" && projects.contains(path));
                found.push((command.span, path_from(project.unwrap_or(workdir), folder)));
            }
        }
        // A link leads out of the mount's reach.
        found.retain(|(_, folder)| !commands.iter().any(|own| own.name() == "ln" && takes_away(own, folder)));
    }
    found.retain(|(_, folder)| folder.starts_with('/'));
    found
}

/// Whether a command moves, copies or links a folder: `mv /app/node_modules /node_modules`.
fn takes_away(command: &Command, folder: &str) -> bool {
    let name = folder.rsplit('/').next().unwrap_or_default();
    let is_folder = |word: &str| word.trim_end_matches(['/', '*', '.']).rsplit('/').next() == Some(name);
    ["mv", "cp", "ln", "rsync"].contains(&command.name())
        && command.arguments().iter().any(|word| word.literal().is_some_and(is_folder))
}

/// The folder of a virtual environment that a command makes: `python -m venv .venv`.
fn made_environment<'w>(program: &str, words: &[&'w str]) -> Option<&'w str> {
    let is_made = match words {
        ["-m", "venv" | "virtualenv", ..] => program.starts_with("python"),
        ["venv", ..] => program == "uv",
        _ => program == "virtualenv",
    };
    let folder = words.last().filter(|word| is_made && !word.starts_with('-') && **word != "venv")?;
    Some(folder.trim_start_matches("./").trim_end_matches('/'))
}

fn path_from(workdir: &str, folder: &str) -> String {
    if folder.starts_with('/') {
        return folder.to_owned();
    }
    format!("{}/{folder}", workdir.trim_end_matches('/'))
}
