//! `useradd` with a high user id, and without `--no-log-init`.

use dockerfile::Kind;
use plimsoll_linter::prelude::*;
use shell::Script;

/// lastlog and faillog have a record for every id up to the highest: from here on they take more than 25 MiB.
const LARGE: u64 = 100_000;

#[derive(Default)]
pub(crate) struct LargeUid;

impl Rule for LargeUid {
    fn check_script(&self, script: &Script, cx: &mut Context) {
        if !matches!(cx.instruction().map(|instruction| &instruction.kind), Some(Kind::Run(_))) {
            return;
        }
        for command in &script.commands {
            // Debian's `adduser` calls `useradd`, without the option; that of Alpine writes no such record.
            let is_wrapped = command.name() == "adduser" && is_debian(cx);
            if !is_wrapped && command.name() != "useradd" || command.has_option('l', &["--no-log-init"]) {
                continue;
            }
            let Some(uid) = command.option_value('u', &["--uid"]) else { continue };
            let name = uid.text.trim_start_matches(['$', '{']).trim_end_matches('}');
            let value = if uid.text.starts_with('$') {
                let own = script.variable_of(command, name);
                own.or_else(|| cx.variable(name).get()).unwrap_or_default()
            } else {
                uid.text
            };
            let Some(number) = value.parse().ok().filter(|number: &u64| *number >= LARGE) else { continue };
            let Some(program) = command.name_word() else { continue };
            let name = command.name();
            let finding = cx.report(
                uid.word.span,
                format!("`{name}` with user ID {number} creates huge login record files"),
            );
            finding
                .here("`/var/log/lastlog` and `/var/log/faillog` are sparse files, but layers store them in full")
                .help("pass `--no-log-init`");
            if is_wrapped {
                finding
                    .help("use `useradd --no-log-init`: `adduser` calls `useradd` without this option")
                    .answers_to([]);
            } else {
                finding.fix(Fix::safe("add `--no-log-init`").insert_after(program.span, " --no-log-init"));
            }
        }
    }
}

/// Whether the image is of Debian's family, where `adduser` is a script around `useradd`.
fn is_debian(cx: &Context) -> bool {
    let image = cx.stage().and_then(|stage| stage.root_image());
    image.is_some_and(|image| {
        image.debian_release().is_some()
            || matches!(image.official(), Some("debian" | "ubuntu"))
            || image.known().is_some_and(|known| known.has_tool("apt") == Some(true))
    })
}
