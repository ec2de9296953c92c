//! COPY --chown with a user or group that the image does not have.

use dockerfile::{Instruction, Kind};
use plimsoll_linter::prelude::*;

/// How many instructions above are looked at for the same owner.
const NEAR: usize = 50;

#[derive(Default)]
pub(crate) struct UnknownOwner;

impl Rule for UnknownOwner {
    fn check_instruction(&self, instruction: &Instruction, cx: &mut Context) {
        if !matches!(instruction.kind, Kind::Copy(_) | Kind::Add(_)) || is_linked(instruction) {
            return;
        }
        let Some(owner) = instruction.flag("chown").and_then(|chown| chown.value.as_ref()) else { return };
        let Some(stage) = cx.stage().filter(|stage| !cx.is_trigger() && !stage.is_windows()) else { return };
        let Some(text) = cx.expand(owner) else { return };
        let (user, group) = text.split_once(':').unwrap_or((&text, ""));
        let cannot_be = |c: char| matches!(c, ';' | ',' | '/' | ' ');
        if text.contains(cannot_be) && !text.contains('$') {
            cx.report(owner.text.span, format!("`{text}` is not a valid user"))
                .here("no user has this name, so the files belong to root")
                .help(format!(
                    "separate user and group with a colon: `{}`",
                    text.replacen(cannot_be, ":", 1)
                ));
            return;
        }
        let is_name = |part: &str| !part.is_empty() && !part.bytes().all(|byte| byte.is_ascii_digit());
        let missing_user =
            Some(user).filter(|it| is_name(it)).and_then(|it| stage.lacks_user(it, cx.index()));
        let missing_group =
            Some(group).filter(|it| is_name(it)).and_then(|it| stage.lacks_group(it, cx.index()));
        let (kind, name, base) = match (missing_user, missing_group) {
            (Some(base), _) => ("user", user, base),
            (None, Some(base)) => ("group", group, base),
            (None, None) => return,
        };
        let mut above = stage.instructions().iter().take(cx.index()).rev().take(NEAR);
        let is_repeated = above.any(|above| {
            let chown = above.flag("chown").and_then(|chown| chown.value.as_ref());
            chown.is_some_and(|chown| chown.value == owner.value)
        });
        let finding = cx.report(owner.text.span, format!("{kind} `{name}` does not exist at this point"));
        finding.is_minor = is_repeated;
        finding.here(format!("BuildKit cannot find this {kind}, so the files belong to root"));
        match stage.created_users().find(|word| word.is(name)) {
            Some(created) if stage.span().contains(created.span) => {
                finding.label(created.span, "created here, after the files are copied");
                finding.help(format!("create `{name}` above this instruction"));
            }
            _ => {
                let from = stage.root().from().map_or(owner.text.span, |from| from.image.text.span);
                finding
                    .label(from, format!("`{base}` has no {kind} `{name}`, and no earlier step creates it"));
                finding.help(format!(
                    "create the {kind} in an earlier step, or use numeric IDs: `--chown=10001:10001`"
                ));
            }
        }
    }
}

/// Whether the build fails for a name in any case: `linked-owner-name` says so.
fn is_linked(instruction: &Instruction) -> bool {
    let is_off = |flag: &dockerfile::Flag| flag.value.as_ref().is_some_and(|value| value.value == "false");
    instruction.flag("link").is_some_and(|link| !is_off(link))
}
