//! A comment in the middle of a RUN, which hides the lines after it.

use plimsoll_linter::prelude::*;

#[derive(Default)]
pub(crate) struct SwallowedCommand;

impl Rule for SwallowedCommand {
    fn check_run(&self, run: &dockerfile::Run, cx: &mut Context) {
        let Some(script) = run.command.shell_text().filter(|_| !run.command.is_exec()) else { return };
        // A here-document keeps its lines; elsewhere the shell gets a single one.
        if script.text.contains('\n') || !script.text.contains('#') {
            return;
        }
        let ends = run.command.commands().iter().map(|command| command.span.end);
        let tail = Span { start: ends.max().unwrap_or(run.command.span.start), ..run.command.span };
        let text = cx.text(tail);
        let mut at = tail.start as usize;
        let mut lines = text.split_inclusive('\n').enumerate().filter_map(|(number, line)| {
            let start = at;
            at += line.len();
            let content = line.trim_end().trim_end_matches(['\\', '`']).trim_end();
            // The build removes lines that are comments as a whole.
            let is_removed = number > 0 && content.trim_start().starts_with('#');
            (!is_removed && !content.trim().is_empty()).then_some((start, content))
        });
        let Some(comment) = lines.by_ref().find_map(|(start, line)| {
            let hash = comment_start(line)?;
            Some(Span::new(tail.file, start + hash, start + line.len()))
        }) else {
            return;
        };
        let Some((start, hidden)) = lines.next() else { return };
        let start = start + hidden.len() - hidden.trim_start().len();
        cx.report(comment, "this comment hides the rest of the `RUN`")
            .here("continued lines are joined, so this comment extends to the end of the `RUN`")
            .label(
                Span::new(tail.file, start, start + hidden.trim_start().len()),
                "this command does not run",
            )
            .help("move the comment to a separate line");
    }
}

/// Where a comment starts in a line that holds no command. One of PowerShell's may end in the same line: `<# … #>`.
fn comment_start(line: &str) -> Option<usize> {
    if line.contains("<#") {
        return None;
    }
    line.match_indices('#').map(|(at, _)| at).find(|at| {
        let before = line.get(..*at).unwrap_or_default();
        before.is_empty() || before.ends_with([' ', '\t', ';', '&', '|', '(', ')'])
    })
}
