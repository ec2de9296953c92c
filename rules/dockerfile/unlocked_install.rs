//! An install that does not hold to the lock file.

use dockerfile::Kind;
use plimsoll_linter::prelude::*;
use shell::Command;

#[derive(Default)]
pub(crate) struct UnlockedInstall;

/// A lock file, and what to write so that it holds.
type Lock = (&'static [&'static str], &'static str);

/// How many instructions are searched for a lock file: more are hardly written by anybody, and each install asks again.
const MOST_LOOKED_AT: usize = 1_000;

impl Rule for UnlockedInstall {
    fn check_stage(&self, stage: &Stage, cx: &mut Context) {
        for (at, instruction) in stage.indexed() {
            let Kind::Run(run) = &instruction.kind else { continue };
            for command in run.command.commands() {
                let Some((names, write)) = wanted(command, stage, at) else { continue };
                let Some((name, source)) = locked(names, stage, at) else { continue };
                let Some(word) = command.name_word() else { continue };
                let what =
                    command.operands().next().map_or(String::new(), |verb| format!(" {}", verb.unquoted()));
                cx.report(word.span, format!("`{}{what}` does not enforce `{name}`", command.name()))
                    .here("the installed versions can differ from the locked ones")
                    .label(source, "the lock file is copied here")
                    .help(format!("write `{write}`"));
            }
        }
    }
}

/// The lock file that a command does not hold to.
fn wanted(command: &Command, stage: &Stage, at: usize) -> Option<Lock> {
    let operands: Vec<&str> = command.operands().map(shell::Word::unquoted).collect();
    let has = |options: &[&str]| command.has_option('\0', options);
    let is_set = |name: &str| stage.declares(name, at);
    if has(&["--global", "--help", "--version"]) || command.has_option('g', &[]) {
        return None;
    }
    match (command.name(), &*operands) {
        ("npm", ["install" | "i"]) => (!has(&["--package-lock-only", "--no-package-lock"]))
            .then_some((&["package-lock.json", "npm-shrinkwrap.json"], "npm ci")),
        ("yarn", [] | ["install"]) => (!has(&["--frozen-lockfile", "--immutable", "--pure-lockfile"])
            && !is_set("CI"))
        .then_some((&["yarn.lock"], "yarn install --frozen-lockfile")),
        // It holds to the file by itself where `CI` is set.
        ("pnpm", ["install" | "i"]) => (!has(&["--frozen-lockfile", "--no-frozen-lockfile"])
            && !is_set("CI"))
        .then_some((&["pnpm-lock.yaml"], "pnpm install --frozen-lockfile")),
        ("bundle", ["install"]) => (!has(&["--frozen", "--deployment"])
            && !["BUNDLE_FROZEN", "BUNDLE_DEPLOYMENT"].iter().any(|name| is_set(name))
            && !stage.configures_bundler())
        .then_some((&["Gemfile.lock"], "BUNDLE_FROZEN=true bundle install")),
        ("cargo", ["build"]) => (!has(&["--locked", "--frozen", "--offline"]))
            .then_some((&["Cargo.lock"], "cargo build --locked")),
        ("uv", ["sync"]) => (!has(&["--locked", "--frozen"]) && !is_set("UV_LOCKED") && !is_set("UV_FROZEN"))
            .then_some((&["uv.lock"], "uv sync --locked")),
        _ => None,
    }
}

/// The lock file that was certainly copied at or before instruction `at`, and where.
fn locked(names: &[&'static str], stage: &Stage, at: usize) -> Option<(&'static str, Span)> {
    let inherited = stage.lineage().skip(1).flat_map(|parent| parent.instructions());
    let before = inherited.chain(stage.instructions().iter().take(at + 1)).take(MOST_LOOKED_AT);
    let copied: Vec<&dockerfile::Word> = before.flat_map(dockerfile::Instruction::context_sources).collect();
    names.iter().find_map(|name| {
        let is_named = |source: &&&dockerfile::Word| source.value.rsplit('/').next() == Some(*name);
        let takes_all = |source: &&&dockerfile::Word| {
            matches!(&*source.value, "." | "./" | "*" | "package*.json" | "./package*.json" | "Cargo.*")
        };
        let source = copied.iter().find(is_named);
        let source =
            source.or_else(|| copied.iter().find(takes_all).filter(|_| stage.file().has_in_context(name)));
        source.map(|source| (*name, source.text.span))
    })
}
