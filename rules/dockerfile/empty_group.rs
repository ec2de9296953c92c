//! `--chown=user:`, with nothing after the colon.

use dockerfile::{Instruction, Kind};
use plimsoll_linter::prelude::*;

#[derive(Default)]
pub(crate) struct EmptyGroup;

impl Rule for EmptyGroup {
    fn check_instruction(&self, instruction: &Instruction, cx: &mut Context) {
        if !matches!(instruction.kind, Kind::Copy(_) | Kind::Add(_)) {
            return;
        }
        let Some(owner) = instruction.flag("chown").and_then(|chown| chown.value.as_ref()) else { return };
        let Some(user) = owner.text.raw.strip_suffix(':').filter(|user| !user.is_empty()) else { return };
        let colon = owner.text.slice(user.len(), user.len() + 1).span;
        // Whoever runs it owns the files: the group does not matter.
        let runs_as = cx.stage().and_then(|stage| stage.user().get());
        let is_own = runs_as.is_some_and(|it| it.split(':').next() == Some(user));
        let finding = cx.report(owner.text.span, "missing group after `:`");
        finding.is_minor = is_own;
        finding
            .here("BuildKit uses group 0, the root group")
            .help(format!("add the group (`{user}:{user}`), or remove the `:`"))
            .fix(Fix::risky(format!("write `{user}:{user}`")).insert_after(colon, user));
    }
}
