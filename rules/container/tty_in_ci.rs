//! `-t` in a job without a terminal.

use commands::Verb;
use plimsoll_linter::prelude::*;

#[derive(Default)]
pub(crate) struct TtyInCi;

impl Rule for TtyInCi {
    fn check_command_line(&self, line: &Line, cx: &mut Context) {
        let is_in_ci = cx.project().lines.as_ref().is_some_and(|lines| lines.place == Place::Ci);
        let line = &line.command;
        if !is_in_ci || !matches!(line.verb, Verb::Run | Verb::Exec) || line.flags.has("--detach") {
            return;
        }
        // Without `-i` nothing is read from the terminal, and the client does without.
        let Some(tty) = line.flags.get("--tty").filter(|flag| flag.is_on() == Some(true)) else { return };
        if line.flags.has("--interactive") {
            cx.report(tty.span, format!("`{}` requests a terminal in a CI job", line.title()))
                .here("a CI job has no terminal")
                .help("remove `t` from the flags");
        }
    }
}
