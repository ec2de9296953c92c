//! `docker login -p …`.

use commands::Verb;
use plimsoll_linter::prelude::*;

#[derive(Default)]
pub(crate) struct PasswordOnCommandLine;

impl Rule for PasswordOnCommandLine {
    fn check_command_line(&self, line: &Line, cx: &mut Context) {
        let line = &line.command;
        if line.verb != Verb::Login {
            return;
        }
        let is_password =
            |text: &str| text == "-p" || text == "--password" || text.starts_with("--password=");
        // The flags of other clients are not parsed.
        let word = || line.flags.operands.iter().find(|word| is_password(word.as_template()));
        let flag = line.flags.get("--password").map(|flag| flag.span);
        let Some(span) = flag.or_else(|| word().map(|word| word.span)) else {
            return;
        };
        cx.report(span, "the password is passed as an argument")
            .here("anyone on the machine can see the password in the process list")
            .help("use `printf '%s' \"$PASSWORD\" | docker login --username … --password-stdin`");
    }
}
