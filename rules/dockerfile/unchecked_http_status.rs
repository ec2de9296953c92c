//! `curl` that takes an error page for the file.

use dockerfile::Kind;
use plimsoll_linter::prelude::*;
use shell::Script;

#[derive(Default)]
pub(crate) struct UncheckedHttpStatus;

impl Rule for UncheckedHttpStatus {
    fn check_script(&self, script: &Script, cx: &mut Context) {
        if !matches!(cx.instruction().map(|instruction| &instruction.kind), Some(Kind::Run(_))) {
            return;
        }
        for command in script.commands.iter().filter(|command| command.name() == "curl") {
            let is_checked = command.has_option('f', &["--fail", "--fail-with-body", "--fail-early"])
                || command.has_option('w', &["--write-out"])
                || command.has_option('I', &["--head"])
                || command.has_option('K', &["--config"]);
            let writes = command.has_option('o', &["--output"])
                || command.has_option('O', &["--remote-name", "--remote-name-all"])
                || command.redirects.iter().any(|it| it.operator.starts_with('>') && it.descriptor.is_none());
            let is_piped = command.position.stages > command.position.stage + 1;
            let Some(word) = command.name_word().filter(|_| !is_checked && (writes || is_piped)) else {
                continue;
            };
            let is_file = command.operands().any(|word| word.unquoted().starts_with("file:"));
            if is_file || command.operands().next().is_none() {
                continue;
            }
            let verb = if writes { "saves" } else { "outputs" };
            cx.report(word.span, format!("`curl` without `-f` {verb} error pages as if they were the file"))
                .here("the exit status is 0 even if the server returns 404 or 500")
                .help("pass `-f`");
            // One change of habit helps them all.
            return;
        }
    }
}
