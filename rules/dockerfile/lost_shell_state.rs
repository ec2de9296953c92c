//! A RUN that ends with `cd`, `export` or the like, which is forgotten with its shell.

use dockerfile::{Instruction, Kind};
use plimsoll_linter::prelude::*;
use shell::{Command, Script};

#[derive(Default)]
pub(crate) struct LostShellState;

/// How many instructions in each direction tell whether something is missed.
const MOST_READ: usize = 50;

impl Rule for LostShellState {
    fn check_script(&self, script: &Script, cx: &mut Context) {
        if !matches!(cx.instruction().map(|instruction| &instruction.kind), Some(Kind::Run(_))) {
            return;
        }
        let Some(last) = script.commands.last().filter(|last| !stays(last, cx)) else { return };
        let position = last.position;
        // `cd /x || exit 1` is a test, and whatever stands behind a substitution is no command of its own.
        let is_last = position.depth == 0 && !position.in_condition && !position.nested;
        if !is_last || !position.in_current_shell() {
            return;
        }
        let Some(word) = last.name_word() else { return };
        let name = last.name();
        let (what, help) = match name {
            // Back to where it was is nothing that anybody misses.
            "cd" if last.arguments().first().is_some_and(|folder| folder.is("-")) => return,
            "cd" if script.commands.iter().filter(|command| command.name() == "cd").count() > 1 => return,
            "cd" | "pushd" => ("the directory change", "use `WORKDIR`"),
            "export" if !last.arguments().is_empty() => ("the variable", "use `ENV`"),
            "alias" => ("the alias", "add the alias to a startup file that the shell reads"),
            "umask" => ("the umask", "set the umask in the `RUN` that creates files"),
            _ => return,
        };
        let is_minor = is_repeated(name, cx) || !is_missed(last, cx);
        let finding = cx.report(word.span, format!("`{name}` has no effect after this `RUN` ends"));
        finding.here(format!("{what} is lost: each `RUN` starts a new shell")).help(help);
        finding.is_minor = is_minor;
    }
}

/// Whether it is a `cd` to where the shell starts anyway. Without WORKDIR, few images start elsewhere than in `/`.
fn stays(last: &Command, cx: &Context) -> bool {
    let Some(stage) = cx.stage().filter(|_| last.name() == "cd") else { return false };
    let folder = last.arguments().first().map(shell::Word::unquoted);
    let is_root = folder.is_some_and(|folder| folder == "/") && !stage.has_workdir_at(cx.index());
    is_root || folder.is_some_and(|folder| stage.workdir_at(cx.index()).get() == Some(folder))
}

/// Whether the RUN directly above ends with the same command, so that this is the same mistake again.
fn is_repeated(name: &str, cx: &Context) -> bool {
    let Some((stage, at)) = cx.stage().zip(cx.index().checked_sub(1)) else { return false };
    matches!(stage.instructions().get(at).map(|above| &above.kind), Some(Kind::Run(run))
        if run.command.script().commands.last().is_some_and(|last| last.name() == name))
}

/// Whether something else in the stage, or in one that starts from it, may have counted on what is lost.
fn is_missed(last: &Command, cx: &Context) -> bool {
    let Some(stage) = cx.stage() else { return true };
    let is_set = |word: &shell::Word| {
        let name = word.unquoted().split('=').next().unwrap_or_default();
        let sets = |it: &Instruction| matches!(&it.kind, Kind::Env(env) if env.pairs.iter().any(|pair| pair.name.value == name));
        let from = cx.index().saturating_sub(MOST_READ);
        stage.instructions().iter().skip(from).take(2 * MOST_READ).any(sets)
    };
    let is_directory = matches!(last.name(), "cd" | "pushd");
    let mut behind = stage.instructions().iter().skip(cx.index() + 1).take(MOST_READ);
    stage.is_base()
        || match last.name() {
            "export" => !last.arguments().iter().all(is_set) && (stage.is_last() || behind.next().is_some()),
            _ if is_directory => behind.find_map(starts_where_it_is).unwrap_or(false),
            _ => behind.next().is_some(),
        }
}

/// Whether an instruction depends on the working directory; `None` where it has none.
fn starts_where_it_is(instruction: &Instruction) -> Option<bool> {
    match &instruction.kind {
        Kind::Run(run) => {
            let commands = &run.command.script().commands;
            let first = commands.first().filter(|first| commands.len() > 1 && first.position.depth == 0);
            let enters = |command: &Command| {
                command.name() == "cd"
                    && command.arguments().first().is_some_and(|word| word.unquoted().starts_with('/'))
            };
            Some(!first.is_some_and(enters))
        }
        Kind::Copy(_) | Kind::Add(_) => instruction
            .copy_paths()
            .map(|(_, to)| !to.value.starts_with('/'))
            .filter(|is_relative| *is_relative),
        Kind::Workdir(workdir) => Some(!workdir.path.value.starts_with('/')),
        Kind::Cmd(_) | Kind::Entrypoint(_) => Some(true),
        _ => None,
    }
}
