//! A user that is created with the number or the name of one that the base image has.

use dockerfile::Kind;
use plimsoll_linter::prelude::*;
use shell::{Command, Script};

#[derive(Default)]
pub(crate) struct TakenUid;

impl Rule for TakenUid {
    fn check_script(&self, script: &Script, cx: &mut Context) {
        let is_step = matches!(cx.instruction().map(|instruction| &instruction.kind), Some(Kind::Run(_)));
        let creates = |command: &&Command| matches!(command.name(), "useradd" | "adduser");
        if !is_step || cx.is_trigger() || !script.commands.iter().any(|command| creates(&command)) {
            return;
        }
        let Some(stage) = cx.stage() else { return };
        let Some(image) = stage.root_image() else { return };
        if stage.frees_accounts() {
            return;
        }
        let Some(users) = users(image) else { return };
        let base = stage.root().from().map(|from| from.image.text.span);
        for command in script.commands.iter().filter(creates) {
            if !command.position.is_unconditional() || command.has_option('o', &[]) {
                continue;
            }
            let Some((word, number)) = uid(command, script, cx) else { continue };
            let Some((owner, _)) = users.iter().find(|(_, uid)| *uid == number) else { continue };
            let message = format!("user ID {number} is already used by `{owner}`");
            let finding = cx.report(word, message);
            finding.here(format!("`{}` fails, because user IDs are unique", command.name()));
            finding.help(format!("use another ID, use `{owner}`, or run `userdel --remove {owner}` first"));
            if let Some(base) = base {
                finding.label(base, format!("this image has the user `{owner}`"));
            }
        }
    }
}

/// The user ID that a command asks for, and where.
fn uid(command: &Command, script: &Script, cx: &Context) -> Option<(Span, u32)> {
    let uid = command.option_value('u', &["--uid"])?;
    let name = uid.text.trim_start_matches(['$', '{']).trim_end_matches('}');
    let value = if uid.text.starts_with('$') {
        script.variable_of(command, name).or_else(|| cx.variable(name).get())?
    } else {
        uid.text
    };
    Some((uid.word.span, value.parse().ok()?))
}

/// The users of an image with their numbers, where they are known.
fn users(image: &ImageName) -> Option<Vec<(String, u32)>> {
    // Since 23.04, the first user of an installation is in the image.
    let has_first = image.official() == Some("ubuntu")
        && image.accounts().is_some_and(|accounts| accounts.users.contains(&"ubuntu"));
    if has_first {
        return Some(vec![("ubuntu".to_owned(), 1000)]);
    }
    let known = image.known()?;
    let users = known.created_users().filter_map(|name| Some((name.to_owned(), known.uid_of(name)?)));
    Some(users.collect()).filter(|users: &Vec<_>| !users.is_empty())
}
