//! `unset` of a variable that ENV sets.

use dockerfile::Kind;
use plimsoll_linter::prelude::*;
use shell::Command;

#[derive(Default)]
pub(crate) struct UnsetEnv;

impl Rule for UnsetEnv {
    fn check_command(&self, command: &Command, cx: &mut Context) {
        let Some(Kind::Run(run)) = cx.instruction().map(|instruction| &instruction.kind) else { return };
        // Where more follows, it is meant for that.
        let is_last = run.command.commands().last().is_some_and(|last| last.span == command.span);
        if command.name() != "unset" || !is_last {
            return;
        }
        let Some(stage) = cx.stage() else { return };
        for word in command.operands() {
            let Some(name) = word.literal() else { continue };
            if let Value::Known { set_at, .. } = stage.env_at(name, cx.index()) {
                cx.report(word.span, format!("`{name}` is still set after this step"))
                    .here("`unset` only applies to the shell of this `RUN`")
                    .label(set_at, "this variable is part of the image from here on")
                    .help(format!(
                        "remove the `ENV` and set the variable where it is needed: `RUN {name}=… command`"
                    ));
            }
        }
    }
}
