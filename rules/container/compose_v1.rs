//! `docker-compose`, the program of its own.

use commands::Tool;
use plimsoll_linter::prelude::*;

#[derive(Default)]
pub(crate) struct ComposeV1;

impl Rule for ComposeV1 {
    fn check_command_line(&self, line: &Line, cx: &mut Context) {
        if line.command.tool == Tool::DockerCompose {
            cx.report(line.command.program, "`docker-compose` is no longer supported")
                .here("Compose v1 was last released in 2023, and many systems no longer include it")
                .help("use `docker compose`");
        }
    }
}
