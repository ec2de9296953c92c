//! A user who is put into the group of Docker.

use dockerfile::Kind;
use plimsoll_linter::prelude::*;
use shell::Command;

#[derive(Default)]
pub(crate) struct DockerGroup;

impl Rule for DockerGroup {
    fn check_command(&self, command: &Command, cx: &mut Context) {
        if !matches!(cx.instruction().map(|instruction| &instruction.kind), Some(Kind::Run(_))) {
            return;
        }
        let groups = match command.name() {
            "usermod" | "useradd" => {
                command.option_value('G', &["--groups"]).map(|value| (value.word.span, value.text.to_owned()))
            }
            "adduser" | "addgroup" => {
                let operands: Vec<_> = command.operands().collect();
                match &*operands {
                    [_, group] => Some((group.span, group.unquoted().to_owned())),
                    _ => None,
                }
            }
            "gpasswd" => command.operands().last().map(|group| (group.span, group.unquoted().to_owned())),
            _ => None,
        };
        let Some((span, groups)) = groups else { return };
        if groups.split(',').any(|group| group == "docker") {
            cx.report(span, "user added to the `docker` group")
                .here("members are effectively root on the host once the engine's socket is mounted")
                .help("remove the user from the group and mount the socket only for programs that need it");
        }
    }
}
