//! USER with a group, for a user that was put into others.

use dockerfile::{Kind, User};
use plimsoll_linter::prelude::*;
use shell::{Command, Word};

#[derive(Default)]
pub(crate) struct DroppedGroups;

/// How many instructions are looked through: this is asked for each USER.
const MOST_BEFORE: usize = 200;

impl Rule for DroppedGroups {
    fn check_user(&self, user: &User, cx: &mut Context) {
        let Some(text) = user.user.literal() else { return };
        let Some((name, group)) = text.split_once(':').filter(|(_, group)| !group.is_empty()) else { return };
        let Some(stage) = cx.stage().filter(|stage| !cx.is_trigger() && !stage.is_windows()) else { return };
        let before: Vec<_> = stage.instructions_before(cx.index()).take(MOST_BEFORE).collect();
        let runs = before.into_iter().filter_map(|it| match &it.kind {
            Kind::Run(run) => Some(run.command.commands()),
            _ => None,
        });
        let mut dropped: Vec<(Span, String)> = Vec::new();
        for command in runs.flatten() {
            let Some((word, groups)) = joined(command, name) else { continue };
            let others = groups.split(',').filter(|other| *other != group && !other.contains('$'));
            dropped.extend(others.map(|other| (word.span, format!("`{other}`"))));
        }
        let Some((span, _)) = dropped.first() else { return };
        let names: Vec<&str> = dropped.iter().map(|(_, name)| &**name).collect();
        let groups = match &*names {
            [one] => format!("group {one}"),
            [one, two] => format!("groups {one} and {two}"),
            [one, two, others @ ..] => format!("groups {one}, {two} and {} more", others.len()),
            [] => return,
        };
        cx.report(user.user.text.span, format!("user `{name}` runs without its {groups}"))
            .here("the group after `:` replaces the user's other groups")
            .label(*span, "added here")
            .help(format!("write `USER {name}`"));
    }
}

/// The groups that a command puts the user `name` into besides its own, and where they stand.
fn joined<'c>(command: &'c Command, name: &str) -> Option<(&'c Word, &'c str)> {
    let mut operands = command.operands();
    match command.name() {
        "usermod" | "useradd" => {
            let groups = command.option_value('G', &["--groups"])?;
            command.arguments().last()?.is(name).then_some((groups.word, groups.text))
        }
        "adduser" | "addgroup" => {
            let (user, group) = (operands.next()?, operands.next()?);
            (user.is(name) && operands.next().is_none() && command.options().next().is_none())
                .then_some((group, group.unquoted()))
        }
        "gpasswd" => {
            let user = command.option_value('a', &["--add"])?;
            (user.text == name).then_some(())?;
            command.arguments().last().map(|group| (group, group.unquoted()))
        }
        _ => None,
    }
}
