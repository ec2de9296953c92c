//! All sources are copied before the dependencies are installed.

use dockerfile::Kind;
use plimsoll_linter::prelude::*;
use shell::Command;

#[derive(Default)]
pub(crate) struct EarlySourceCopy;

impl Rule for EarlySourceCopy {
    fn check_stage(&self, stage: &Stage, cx: &mut Context) {
        let mut copied = None;
        for (at, instruction) in stage.indexed() {
            match &instruction.kind {
                Kind::Copy(copy) if copy.from.is_none() => {
                    copied = copied.or(copy.sources.iter().find(|source| is_context(&source.value)));
                }
                Kind::Run(run) if stage.script_shell(&run.command, at).is_posix() => {
                    let commands = run.command.commands();
                    let Some((command, files)) = commands.iter().find_map(|c| Some((c, wanted_by(c)?)))
                    else {
                        continue;
                    };
                    let is_bound = run.mounts.iter().any(|mount| mount.kind() == "bind");
                    // Building in the same step, it has to be run again anyway.
                    if let Some(source) = copied.filter(|_| !is_bound && commands.len() == 1) {
                        cx.report(source.text.span, "sources are copied before dependencies are installed")
                            .here("changing any file makes the next build reinstall all dependencies")
                            .label(command.span, "dependencies are installed here")
                            .help(advice(files, stage));
                    }
                    return;
                }
                _ => {}
            }
        }
    }
}

/// What to copy first: the lock file by its name, where it lies in the build context.
fn advice(files: &str, stage: &Stage) -> String {
    let names: &[&str] = match files {
        "`package*.json`" => &["package-lock.json", "npm-shrinkwrap.json"],
        "`package.json` and `yarn.lock`" => &["yarn.lock"],
        "`package.json` and `pnpm-lock.yaml`" => &["pnpm-lock.yaml"],
        _ => &[],
    };
    match names.iter().find(|name| stage.file().has_in_context(name)) {
        Some(lock) => {
            format!("start with `COPY package.json {lock} ./`, then install, then copy the rest")
        }
        None => format!("copy {files} first, then install, then copy the rest"),
    }
}

fn is_context(source: &str) -> bool {
    matches!(source, "." | "./" | "/")
}

/// The files that a command reads to install what a project asks for.
fn wanted_by(command: &Command) -> Option<&'static str> {
    let words: Vec<&str> = command.arguments().iter().filter_map(shell::Word::literal).collect();
    let has = |option: &str| words.contains(&option);
    let operands = words.iter().filter(|word| !word.starts_with('-')).count();
    match (command.name(), words.first().copied()) {
        ("npm", Some("ci" | "install" | "i")) if operands == 1 => Some("`package*.json`"),
        ("yarn", Some("install")) if operands == 1 => Some("`package.json` and `yarn.lock`"),
        ("pnpm", Some("install" | "i")) if operands == 1 => Some("`package.json` and `pnpm-lock.yaml`"),
        ("pip" | "pip3", Some("install")) if (has("-r") || has("--requirement")) && operands == 2 => {
            Some("the requirements file")
        }
        ("bundle", Some("install")) => Some("`Gemfile` and `Gemfile.lock`"),
        ("go", Some("mod")) if has("download") => Some("`go.mod` and `go.sum`"),
        ("poetry", Some("install")) if has("--no-root") => Some("`pyproject.toml` and `poetry.lock`"),
        _ => None,
    }
}
