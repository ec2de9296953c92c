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
        let help = if path.starts_with('/') {
            format!("write `WORKDIR {path}` before it")
        } else {
            "set the folder with `WORKDIR`".to_owned()
        };
        let fix = as_workdir(command, path, cx);
        let finding = cx.report(word.span, "`cd` changes the folder for the rest of this RUN only");
        finding.here("readers have to follow it through the whole script").help(help).answers_to(answers);
        finding.fixes.extend(fix);
    }
}

/// `RUN cd /app && make` as WORKDIR and RUN. Whatever follows in the stage then works in that folder, too.
fn as_workdir(command: &Command, path: &str, cx: &Context) -> Option<Fix> {
    let instruction = cx.instruction().filter(|_| !cx.is_trigger())?;
    let Kind::Run(run) = &instruction.kind else { return None };
    let [folder] = command.arguments() else { return None };
    let is_plain = path.starts_with('/') && folder.raw.as_ref() == path && instruction.flags.is_empty();
    let next = run.command.commands().get(1)?;
    let between = cx.text(command.span.after().to(next.span.before()));
    let is_first = command.span.start == run.command.span.start && command.position.depth == 0;
    let is_chained = between
        .trim_start()
        .strip_prefix("&&")
        .is_some_and(|rest| rest.trim().trim_end_matches('\\').trim().is_empty());
    let rest = command.span.to(next.span.before());
    (is_plain && is_first && is_chained).then(|| {
        let fix = Fix::risky(format!("write `WORKDIR {path}`"));
        fix.insert_before(instruction.span, format!("WORKDIR {path}\n")).delete(rest)
    })
}
