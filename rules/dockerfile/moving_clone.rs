//! A clone of whatever a branch holds.

use dockerfile::Kind;
use plimsoll_linter::prelude::*;
use shell::Script;

#[derive(Default)]
pub(crate) struct MovingClone;

impl Rule for MovingClone {
    fn check_script(&self, script: &Script, cx: &mut Context) {
        if !matches!(cx.instruction().map(|instruction| &instruction.kind), Some(Kind::Run(_))) {
            return;
        }
        for (at, command) in script.commands.iter().enumerate() {
            let is_clone =
                command.name() == "git" && command.operands().next().is_some_and(|word| word.is("clone"));
            let Some(word) = command.name_word().filter(|_| is_clone) else { continue };
            if command.has_option('\0', &["--revision", "--reference"]) {
                continue;
            }
            let branch = command.option_value('b', &["--branch"]).map(|value| value.text);
            let picks = |later: &shell::Command| {
                later.name() == "git"
                    && later.arguments().iter().any(|word| {
                        ["checkout", "reset", "switch", "fetch", "submodule"].iter().any(|verb| word.is(verb))
                    })
            };
            let is_picked = script.commands.get(at + 1..).unwrap_or_default().iter().any(picks);
            if is_picked || branch.is_some_and(|branch| !is_branch(branch)) {
                continue;
            }
            let message = match branch {
                Some(branch) => format!("`git clone` of branch `{branch}` is not reproducible"),
                None => "`git clone` of the default branch is not reproducible".to_owned(),
            };
            cx.report(word.span, message)
                .here("the next build can get a different revision")
                .help("use a tag (`--branch v1.2.3`), or check out a commit in this `RUN`");
        }
    }
}

/// Names that branches have, and tags do not.
pub(super) fn is_branch(name: &str) -> bool {
    matches!(
        name,
        "main" | "master" | "develop" | "dev" | "trunk" | "HEAD" | "next" | "stable" | "devel" | "nightly"
    )
}
