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
        let Some(stage) = cx.stage() else { return };
        // Where the container runs as root, nobody needs sudo.
        let Some(user) = stage.user().get().filter(|user| !project::is_root(user)) else { return };
        let user = user.split(':').next().unwrap_or_default();
        let Some(word) = grants.into_iter().find(|word| is_grant(word, user)) else { return };
        let text = cx.instruction().map_or("", |instruction| cx.text(instruction.span));
        let name = stage.name().map_or("", |name| &*name.value);
        let path = stage.file().path;
        // `.devcontainer`, `.github`, `.cursor`
        let is_hidden = path.split('/').any(|part| part.starts_with('.') && part.len() > 2);
        let is_word = |word: &str| matches!(word, "dev" | "devel" | "development" | "devcontainer");
        let is_for_development = path.split(['/', '.', '-', '_']).any(is_word) || name.contains("dev");
        let is_development = is_hidden || is_for_development || stage.file().is_for_tests();
        if !text.contains("/etc/sudoers") || is_development || !stage.is_shipped() || lacks_sudo(&stage) {
            return;
        }
        cx.report(word.span, format!("user `{user}` can become root without a password"))
            .here("an attacker who takes over one of the user's programs can become root")
            .help("run steps that need root before `USER`, or allow only one specific command");
    }
}

/// Whether the base image is a known one, which come without sudo, and no step speaks of it.
fn lacks_sudo(stage: &Stage) -> bool {
    stage.known_image().is_some() && !stage.speaks_of_sudo()
}

/// Whether a line of sudoers lets a user run everything: `app ALL=(ALL) NOPASSWD: ALL`. Of a group, somebody is meant
/// to be in it.
fn is_grant(word: &Word, user: &str) -> bool {
    let Some((who, what)) = word.unquoted().split_once("NOPASSWD:") else { return false };
    let name = who.trim_start_matches(|c: char| !c.is_alphanumeric() && !"_%$+#".contains(c));
    let name = name.split([' ', '\t', '\\']).next().unwrap_or_default();
    let is_meant = name == user || name == "ALL" || name.starts_with(['%', '$']) || who.contains("%sudo");
    who.contains('=') && what.trim_start().starts_with("ALL") && is_meant
}
