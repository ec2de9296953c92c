//! `adduser` with options that only the `adduser` of another distribution has.

use dockerfile::Kind;
use plimsoll_linter::prelude::*;
use shell::{Command, Word};

#[derive(Default)]
pub(crate) struct UnsupportedAdduserOption;

/// The long options of `BusyBox`, which takes any unambiguous beginning of one (loginutils/adduser.c, addgroup.c).
const BUSYBOX_ADDUSER: &[&str] = &[
    "--home",
    "--gecos",
    "--shell",
    "--ingroup",
    "--disabled-password",
    "--empty-password",
    "--system",
    "--no-create-home",
    "--uid",
    "--skel",
    "--help",
];
const BUSYBOX_ADDGROUP: &[&str] = &["--gid", "--system", "--help"];

impl Rule for UnsupportedAdduserOption {
    fn check_command(&self, command: &Command, cx: &mut Context) {
        let is_step = matches!(cx.instruction().map(|instruction| &instruction.kind), Some(Kind::Run(_)));
        if !is_step || !matches!(command.name(), "adduser" | "addgroup") || cx.is_trigger() {
            return;
        }
        let position = command.position;
        if !position.is_unconditional() || position.nested {
            return;
        }
        let Some((stage, image)) =
            cx.stage().and_then(|stage| stage.known_image().map(|image| (stage, image)))
        else {
            return;
        };
        let is_alpine = image.has_tool("apk") == Some(true);
        let is_debian = image.has_tool("apt") == Some(true);
        let is_group = command.name() == "addgroup";
        let mut options = command.arguments().iter().take_while(|word| !word.is("--"));
        let found = options.find(|word| match word.literal() {
            Some(option) if is_alpine => is_unknown_to_busybox(option, is_group),
            Some(option) if is_debian => is_unknown_to_debian(option),
            _ => false,
        });
        let Some(option) = found else { return };
        let name = command.name();
        let base = stage.root().from().map_or(option.span, |from| from.image.text.span);
        cx.report(option.span, format!("`{name}` in this image does not support `{}`", written(option)))
            .here("this command fails, so nothing is created")
            .label(
                base,
                format!(
                    "`{name}` in this image is the {} version",
                    if is_alpine { "BusyBox" } else { "Debian" }
                ),
            )
            .help(match (is_alpine, is_group) {
                (true, false) => "use BusyBox options: `adduser -S -D -H -u UID -G GROUP NAME`".to_owned(),
                (true, true) => "use BusyBox options: `addgroup -S -g GID NAME`".to_owned(),
                (false, false) => "use `useradd`, for example `useradd --system --uid UID NAME`".to_owned(),
                (false, true) => "use `groupadd`, for example `groupadd --system --gid GID NAME`".to_owned(),
            });
    }
}

/// An option without its value.
fn written(option: &Word) -> &str {
    let text = option.unquoted();
    text.split_once('=').map_or(text, |(name, _)| name)
}

fn is_unknown_to_busybox(option: &str, is_group: bool) -> bool {
    let known = if is_group { BUSYBOX_ADDGROUP } else { BUSYBOX_ADDUSER };
    let name = option.split_once('=').map_or(option, |(name, _)| name);
    name.len() > 2 && name.starts_with("--") && !known.iter().any(|it| it.starts_with(name))
}

/// Debian's takes a single letter for the beginning of a long option, and some letters begin several.
fn is_unknown_to_debian(option: &str) -> bool {
    let Some(letters) = option.strip_prefix('-').filter(|it| !it.is_empty() && !it.starts_with('-')) else {
        return false;
    };
    let is_short = letters.chars().all(|letter| "DHSGgsk".contains(letter));
    is_short && letters != "H" && letters.len() < 5
}
