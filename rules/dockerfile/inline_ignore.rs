//! A comment that silences a rule for one instruction.

use plimsoll_linter::prelude::*;

#[derive(Default)]
pub(crate) struct InlineIgnore;

impl Rule for InlineIgnore {
    fn check_dockerfile(&self, file: &DockerfileModel, cx: &mut Context) {
        for comment in &file.tree.comments {
            let text = comment.text.raw.trim_start_matches('#').trim_start();
            let (tool, rest) = text.split_at(text.find([' ', '\t', ':']).unwrap_or(text.len()));
            let asks = rest.trim_start_matches([' ', '\t', ':']);
            let is_ours = tool == "plimsoll" && (asks.starts_with("ignore[") || asks.starts_with("ignore ["));
            let of_hadolint =
                asks.strip_prefix("ignore").is_some_and(|rest| rest.trim_start().starts_with('='));
            let is_hadolints = tool == "hadolint" && of_hadolint;
            if !is_ours && !is_hadolints {
                continue;
            }
            let finding = cx
                .report(comment.text.span, "ignore comment for a single instruction")
                .here("this exception is only visible in this file")
                .help("fix the suppressed finding, or turn the rule off in the configuration");
            if is_ours {
                finding.answers_to([]);
            }
        }
    }
}
