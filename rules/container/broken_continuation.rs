//! A command that breaks off at the end of a line.

use plimsoll_linter::prelude::*;

#[derive(Default)]
pub(crate) struct BrokenContinuation;

impl Rule for BrokenContinuation {
    fn check_command_line(&self, line: &Line, cx: &mut Context) {
        let Some(broken) = &line.command.broken else { return };
        let (label, help) = if broken.is_blank {
            ("a space follows the backslash", "remove the space")
        } else {
            ("there is no backslash at the end of this line", "end the line with a backslash")
        };
        let message = format!("the command ends here, and `{}` is run as a separate command", broken.lost);
        cx.report(broken.span, message).here(label).help(help);
    }
}
