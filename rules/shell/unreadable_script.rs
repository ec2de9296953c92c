//! A script that its shell refuses to read.

use plimsoll_linter::prelude::*;
use shell::{Dialect, Script, Shell};

#[derive(Default)]
pub(crate) struct UnreadableScript;

impl Rule for UnreadableScript {
    fn check_script(&self, script: &Script, cx: &mut Context) {
        // What comes behind the first problem is often its consequence.
        let Some((span, reason)) = script.problems.first() else { return };
        let shell = cx.stage().and_then(|stage| stage.script_shell_at(cx.index()));
        // It was read as Bash would: these two know more.
        if matches!(shell, Some(Shell::Posix(Dialect::Ksh | Dialect::Zsh))) {
            return;
        }
        // A template engine will change it first.
        let text = cx.instruction().map_or("", |instruction| cx.text(instruction.span));
        if text.contains("{{") || cx.stage().is_some_and(|stage| stage.file().is_template()) {
            return;
        }
        cx.report(*span, "the shell cannot read this script")
            .here(reason.clone())
            .help("the whole script is refused, and nothing of it is run");
    }
}
