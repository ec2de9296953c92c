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
        let Some(flag) = line.flags.operands.iter().find(|word| is_password(word.as_template())) else {
            return;
        };
        cx.report(flag.span, "the password is passed as an argument")
            .here("anyone on the machine can see the password in the process list")
            .help("use `printf '%s' \"$PASSWORD\" | docker login --username … --password-stdin`");
    }
}
