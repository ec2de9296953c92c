//! `docker exec --privileged`.

use commands::Verb;
use plimsoll_linter::prelude::*;

#[derive(Default)]
pub(crate) struct ExecPrivileged;

impl Rule for ExecPrivileged {
    fn check_command_line(&self, line: &Line, cx: &mut Context) {
        let line = &line.command;
        if !matches!(line.verb, Verb::Exec | Verb::ComposeExec) {
            return;
        }
        if let Some(flag) = line.flags.get("--privileged").filter(|flag| flag.is_on() == Some(true)) {
            cx.report(flag.span, format!("`{}` runs a privileged command", line.title()))
                .here("the command gets all capabilities, even if the container does not have them")
                .help("remove `--privileged` and add the missing capability to the container");
        }
    }
}
