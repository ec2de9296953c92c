//! Code of a branch that moves is cloned, and run.

use dockerfile::Kind;
use plimsoll_linter::prelude::*;
use shell::{Command, Script};

#[derive(Default)]
pub(crate) struct MovingClone;

impl Rule for MovingClone {
    fn check_script(&self, script: &Script, cx: &mut Context) {
        if !matches!(cx.instruction().map(|instruction| &instruction.kind), Some(Kind::Run(_))) {
            return;
        }
        // What goes on to one commit, or verifies a signature, is not moved by anybody.
        let verbs = ["checkout", "reset", "switch", "verify-commit", "verify-tag"];
        let is_fixed = |command: &Command| is_git(command, &verbs);
        if script.commands.iter().any(is_fixed) {
            return;
        }
        for (at, command) in script.commands.iter().enumerate().filter(|(_, it)| is_git(it, &["clone"])) {
            let named = command.option_values('b', &["--branch", "--revision"]);
            let operands: Vec<_> = command.operands_but(OPTIONS).skip(1).collect();
            let Some(source) = operands.first().filter(|_| named.is_empty()) else { continue };
            let name = source.unquoted().trim_end_matches('/').rsplit('/').next().unwrap_or_default();
            let folder = operands.get(1).map_or(name.trim_end_matches(".git"), |folder| folder.unquoted());
            let later = script.commands.iter().skip(at + 1);
            let is_there = |word: &shell::Word| word.unquoted().trim_end_matches('/') == folder;
            let enters = |it: &Command| it.name() == "cd" && it.arguments().first().is_some_and(is_there);
            let is_inside = |it: &Command| {
                let word = it.name_word().map(shell::Word::unquoted).unwrap_or_default();
                word.strip_prefix(folder).is_some_and(|rest| rest.starts_with('/'))
            };
            let runs = later.clone().any(is_inside)
                || later
                    .skip_while(|it| !enters(it))
                    .any(|it| it.name_word().is_some_and(|word| word.unquoted().starts_with("./")));
            if runs {
                cx.report(source.span, "the newest commit of a branch is cloned and run")
                    .here("another commit tomorrow, and whoever may push to it runs code here")
                    .help("name a tag with `--branch`, or check out one commit");
            }
        }
    }
}

fn is_git(command: &Command, verbs: &[&str]) -> bool {
    let verb = command.operands_but(OPTIONS).next().map(shell::Word::unquoted).unwrap_or_default();
    command.name() == "git" && verbs.contains(&verb)
}

/// Options of `git` and `git clone` with a value of their own.
const OPTIONS: &[&str] =
    &["-C", "-c", "-b", "-o", "-j", "--branch", "--depth", "--origin", "--jobs", "--revision"];
