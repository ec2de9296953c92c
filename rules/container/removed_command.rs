//! A command that the client no longer has.

use commands::{Tool, Verb};
use plimsoll_linter::prelude::*;

#[derive(Default)]
pub(crate) struct RemovedCommand;

impl Rule for RemovedCommand {
    fn check_command_line(&self, line: &Line, cx: &mut Context) {
        let line = &line.command;
        if line.tool != Tool::Docker || line.verb != Verb::Other || line.failure_is_handled {
            return;
        }
        let Some(command) = line.command.first() else { return };
        let instead = match &**command {
            "scan" => "use `docker scout cves`",
            "engine" => "manage the engine with the system's package manager",
            "app" => "use `docker compose`",
            "daemon" => "start `dockerd`",
            "trust" => "sign images with a tool such as `cosign`",
            _ => return,
        };
        cx.report(line.verb_span, format!("`docker {command}` no longer exists"))
            .here("this command was removed from the client")
            .help(instead);
    }
}
