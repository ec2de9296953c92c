//! `cd` in a RUN.

use dockerfile::Kind;
use plimsoll_linter::prelude::*;
use shell::Command;

#[derive(Default)]
pub(crate) struct DirectoryChange;

impl Rule for DirectoryChange {
    fn check_command(&self, command: &Command, cx: &mut Context) {
        if !matches!(cx.instruction().map(|instruction| &instruction.kind), Some(Kind::Run(_))) {
            return;
        }
        let Some(word) = command.name_word().filter(|word| word.is("cd")) else { return };
        let path = command.operands().next().map_or("", shell::Word::unquoted);
        let mut answers = vec!["hadolint:DL3003", "trivy:DS-0013", "semgrep:use-workdir"];
        // KICS has nothing against absolute paths.
        if !path.starts_with(['/', '~', '$']) {
            answers.push("kics:f4a6bcd3");
        }
        let before = cx.stage().and_then(|stage| stage.workdir_at(cx.index()).get());
        let help = match before {
            Some(before) if path.starts_with('/') && before != path => {
                format!("add `WORKDIR {path}` before this `RUN`, and restore `WORKDIR {before}` after it")
            }
            _ => "use `WORKDIR` to set the directory".to_owned(),
        };
        let fix = before.and_then(|before| as_workdir(command, path, before, cx));
        let finding = cx.report(word.span, "`cd` only changes the directory within this `RUN`");
        finding.here("the next `RUN` starts in the `WORKDIR` again").help(help).answers_to(answers);
        finding.fixes.extend(fix);
    }
}

/// `RUN cd /app && make` as WORKDIR and RUN. What follows works in the directory of `before`, as it did.
fn as_workdir(command: &Command, path: &str, before: &str, cx: &Context) -> Option<Fix> {
    let instruction = cx.instruction().filter(|_| !cx.is_trigger())?;
    let Kind::Run(run) = &instruction.kind else { return None };
    let [folder] = command.arguments() else { return None };
    let is_plain = path.starts_with('/') && folder.raw.as_ref() == path && instruction.flags.is_empty();
    let is_restorable =
        before.starts_with('/') && !before.contains(char::is_whitespace) && !before.contains('$');
    let next = run.command.commands().get(1)?;
    let between = cx.text(command.span.after().to(next.span.before()));
    let is_first = command.span.start == run.command.span.start && command.position.depth == 0;
    let is_chained = between
        .trim_start()
        .strip_prefix("&&")
        .is_some_and(|rest| rest.trim().trim_end_matches('\\').trim().is_empty());
    let rest = command.span.to(next.span.before());
    if !(is_plain && is_restorable && is_first && is_chained && instruction.heredocs.is_empty()) {
        return None;
    }
    if before == path {
        return Some(Fix::risky(format!("remove `cd {path}`: the directory is the same")).delete(rest));
    }
    let file = cx.stage()?.file().text.raw;
    let line_end = if file.contains("\r\n") { "\r\n" } else { "\n" };
    let fix = Fix::risky(format!(
        "add `WORKDIR {path}` before this `RUN`, and restore `WORKDIR {before}` after it"
    ));
    let fix = fix.insert_before(instruction.span, format!("WORKDIR {path}{line_end}")).delete(rest);
    Some(fix.insert_after(instruction.span, format!("{line_end}WORKDIR {before}")))
}
