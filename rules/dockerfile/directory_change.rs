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
        let path = command.operands().next().map(|word| word.unquoted().into_owned()).unwrap_or_default();
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
        cx.report(word.span, "`cd` changes the folder for the rest of this RUN only")
            .here("readers have to follow it through the whole script")
            .help(help)
            .answers_to(answers);
    }
}
