//! A user who may become root without a password.

use dockerfile::Kind;
use plimsoll_linter::prelude::*;
use shell::{Script, Word};

#[derive(Default)]
pub(crate) struct PasswordlessSudo;

impl Rule for PasswordlessSudo {
    fn check_script(&self, script: &Script, cx: &mut Context) {
        if !matches!(cx.instruction().map(|instruction| &instruction.kind), Some(Kind::Run(_))) {
            return;
        }
        let writes = |command: &shell::Command| matches!(command.name(), "echo" | "printf" | "sed" | "tee");
        let grants = script.commands.iter().filter(|it| writes(it)).flat_map(shell::Command::arguments);
        let Some(word) = grants.into_iter().find(|word| is_grant(word)) else { return };
        let text = cx.instruction().map_or("", |instruction| cx.text(instruction.span));
        let stage = cx.stage();
        let is_development = stage.is_some_and(|stage| {
            let name = stage.name().map_or("", |name| &*name.value);
            stage.file().path.contains("devcontainer") || name.contains("dev") || !stage.is_shipped()
        });
        if !text.contains("/etc/sudoers") || is_development {
            return;
        }
        cx.report(word.span, "this user can become root without a password")
            .here("an attacker who takes over one of the user's programs can become root")
            .help("run steps that need root before `USER`, or allow only one specific command");
    }
}

/// `app ALL=(ALL) NOPASSWD: ALL`
fn is_grant(word: &Word) -> bool {
    let Some((who, what)) = word.unquoted().split_once("NOPASSWD:") else { return false };
    who.contains('=') && what.trim_start().starts_with("ALL")
}
