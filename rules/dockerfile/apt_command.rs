//! `apt`, which is for people, in a script.

use dockerfile::Kind;
use plimsoll_linter::prelude::*;
use shell::Command;

#[derive(Default)]
pub(crate) struct AptCommand;

impl Rule for AptCommand {
    fn check_command(&self, command: &Command, cx: &mut Context) {
        if !matches!(cx.instruction().map(|instruction| &instruction.kind), Some(Kind::Run(_))) {
            return;
        }
        let Some(word) = command.name_word().filter(|word| word.is("apt") || word.is("/usr/bin/apt")) else {
            return;
        };
        let verb = command.operands().next().map_or("", shell::Word::unquoted);
        let instead = match verb {
            "list" if command.has_option('\0', &["--upgradable", "--upgradeable"]) => "apt-get -s upgrade",
            "list" if command.has_option('\0', &["--installed", "-i"]) => "dpkg-query -W",
            "list" => "apt-cache pkgnames",
            "search" | "show" | "policy" | "depends" | "rdepends" | "showsrc" => "apt-cache",
            // `apt-get` has nothing of the kind.
            "why" | "why-not" | "edit-sources" | "history-list" | "history-info" => return,
            _ => "apt-get",
        };
        let finding = cx
            .report(word.span, "`apt` has no stable command-line interface")
            .here("its options and output can change between releases")
            .help(format!("use `{instead}`"));
        // `apt upgrade` also installs new packages, which `apt-get upgrade` does not. These do the same, and take the
        // same options (apt(8), apt-get(8)).
        if matches!(verb, "update" | "install" | "remove" | "purge" | "autoremove" | "clean") {
            finding.fix(Fix::safe("use `apt-get`").replace(word.span, instead));
        }
    }
}
