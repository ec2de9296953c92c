//! A flag that the command does not have.

use commands::{CommandLine, Mistake, Tool, Verb};
use facts::command_flags;
use plimsoll_linter::prelude::*;

#[derive(Default)]
pub(crate) struct UnknownRunFlag;

impl Rule for UnknownRunFlag {
    fn check_command_line(&self, line: &Line, cx: &mut Context) {
        let line = &line.command;
        let Some(Mistake::UnknownFlag { name, span, word }) = &line.flags.mistake else { return };
        // The table has all flags of docker, and not all of the others.
        let is_known_tool = matches!(line.tool, Tool::Docker | Tool::DockerCompose);
        if !is_known_tool || line.flags.is_open || !is_complete(line.verb) {
            return;
        }
        let help = help(line, name, word);
        let finding = cx.report(*span, format!("`{}` has no flag `{name}`", line.title()));
        // Where the flag is of no use here, the help says so.
        let is_named = |meant: &&commands::IntendedFlag| help.contains(&format!("`{}`", meant.flag));
        if let Some(meant) = line.flags.meant.as_ref().filter(is_named) {
            finding.fix(Fix::risky(format!("write `{}`", meant.flag)).replace(meant.span, &*meant.text));
        }
        finding.here("the client rejects this flag").help(help);
    }
}

/// Whether all flags of a command are in the table.
fn is_complete(verb: Verb) -> bool {
    matches!(
        verb,
        Verb::Run
            | Verb::Create
            | Verb::Exec
            | Verb::Build
            | Verb::Bake
            | Verb::ServiceCreate
            | Verb::ServiceUpdate
            | Verb::NetworkCreate
            | Verb::VolumeCreate
            | Verb::Login
    )
}

fn help(line: &CommandLine, name: &str, word: &str) -> String {
    let long = format!("-{word}");
    let table = line.verb.words().replace(' ', "-");
    let own = [&*table];
    let names = || command_flags::of(&own).map(|flag| flag.name);
    if !word.starts_with("--") && names().any(|known| known == long) {
        return format!("use two dashes: `{long}`");
    }
    if line.verb == Verb::Create && name == "-d" {
        return "remove this flag: `create` does not start the container".to_owned();
    }
    if line.verb == Verb::ServiceCreate && name == "-v" {
        return "write `--mount type=volume,source=NAME,target=PATH`".to_owned();
    }
    let of_others = command_flags::of(&["podman-run", "nerdctl-run"]).any(|flag| flag.name == name);
    match nearest(name, names().take(MOST_COMPARED)) {
        _ if of_others => "remove this flag: `podman` has it, but `docker` does not".to_owned(),
        Some(near) => format!("did you mean `{near}`?"),
        None => "remove this flag, or move it after the image if it is meant for the program".to_owned(),
    }
}
