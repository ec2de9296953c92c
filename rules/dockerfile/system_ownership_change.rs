//! `chown -R` of a directory of the system.

use dockerfile::Kind;
use plimsoll_linter::prelude::*;
use shell::Command;

#[derive(Default)]
pub(crate) struct SystemOwnershipChange;

const SYSTEM: [&str; 10] = ["/", "/bin", "/boot", "/etc", "/lib", "/lib64", "/root", "/sbin", "/usr", "/var"];

impl Rule for SystemOwnershipChange {
    fn check_command(&self, command: &Command, cx: &mut Context) {
        if !matches!(cx.instruction().map(|instruction| &instruction.kind), Some(Kind::Run(_))) {
            return;
        }
        let name = command.name();
        if !matches!(name, "chown" | "chmod" | "chgrp") || !command.has_option('R', &["--recursive"]) {
            return;
        }
        let mut operands = command.operands();
        let gives_to_root = operands.next().is_some_and(|word| {
            name != "chmod" && word.unquoted().split(':').next().is_some_and(project::is_root)
        });
        let path = operands.find(|word| {
            let path = word.unquoted().trim_end_matches("/*");
            let path = if path.len() > 1 { path.trim_end_matches('/') } else { path };
            SYSTEM.contains(&if path.is_empty() { "/" } else { path })
        });
        if let Some(path) = path.filter(|_| !gives_to_root) {
            let changed = match name {
                "chown" => "owner",
                "chgrp" => "group",
                _ => "mode",
            };
            let path_text = path.unquoted();
            let message = format!("`{name} -R` changes the {changed} of every file under `{path_text}`");
            cx.report(path.span, message)
                .here("system files must keep their owner and mode")
                .help("change only the directory that the program writes to");
        }
    }
}
