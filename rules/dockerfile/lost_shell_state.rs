//! A RUN that ends with `cd`, `export` or the like, which is forgotten with its shell.

use dockerfile::Kind;
use plimsoll_linter::prelude::*;
use shell::Script;

#[derive(Default)]
pub(crate) struct LostShellState;

impl Rule for LostShellState {
    fn check_script(&self, script: &Script, cx: &mut Context) {
        if !matches!(cx.instruction().map(|instruction| &instruction.kind), Some(Kind::Run(_))) {
            return;
        }
        let Some(last) = script.commands.last() else { return };
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
        let is_repeated = is_repeated(name, cx);
        let finding = cx.report(word.span, format!("`{name}` has no effect after this `RUN` ends"));
        finding.here(format!("{what} is lost: each `RUN` starts a new shell")).help(help);
        finding.is_minor = is_repeated;
    }
}

/// Whether the RUN directly above ends with the same command, so that this is the same mistake again.
fn is_repeated(name: &str, cx: &Context) -> bool {
    let Some((stage, at)) = cx.stage().zip(cx.index().checked_sub(1)) else { return false };
    matches!(stage.instructions().get(at).map(|above| &above.kind), Some(Kind::Run(run))
        if run.command.script().commands.last().is_some_and(|last| last.name() == name))
}
