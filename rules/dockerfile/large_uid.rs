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
            if command.name() != "useradd" || command.has_option('l', &["--no-log-init"]) {
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
            cx.report(uid.word.span, format!("`useradd` writes a login record for each of {number} user ids"))
                .here("makes huge sparse files of `/var/log/lastlog` and `/var/log/faillog`, which images store whole")
                .help("pass `--no-log-init`")
                .fix(Fix::safe("add `--no-log-init`").insert_after(program.span, " --no-log-init"));
        }
    }
}
