//! A command that breaks off at the end of a line.

use plimsoll_linter::prelude::*;

#[derive(Default)]
pub(crate) struct BrokenContinuation;

impl Rule for BrokenContinuation {
    fn check_command_line(&self, line: &Line, cx: &mut Context) {
        let Some(broken) = &line.command.broken else { return };
        let (label, help) = if broken.is_blank {
            ("a space follows the backslash", "remove the space")
        } else {
            ("there is no backslash at the end of this line", "end the line with a backslash")
        };
        let message = format!("the command ends here, and `{}` is run as a separate command", broken.lost);
        let edits: Option<Vec<(Span, &str)>> =
            broken.gaps.iter().map(|gap| continued(*gap, cx.text(*gap))).collect();
        let finding = cx.report(broken.span, message);
        finding.here(label).help(help);
        // The client accepts the whole command then.
        if let Some(edits) = edits.filter(|edits| !edits.is_empty()) {
            let fix = Fix::risky("continue the command on the next line");
            finding.fix(edits.into_iter().fold(fix, |fix, (span, text)| fix.replace(span, text)));
        }
    }
}

/// What to write at the end of a line so that it continues, where nothing but blanks and a backslash is between it and the
/// start of the next.
fn continued(gap: Span, text: &str) -> Option<(Span, &'static str)> {
    let (end, start) = text.split_once('\n')?;
    let is_end = end.trim().is_empty() || end.trim() == "\\";
    let has_return = end.ends_with('\r');
    let place = Span::new(gap.file, gap.start as usize, gap.start as usize + end.len());
    (is_end && start.trim().is_empty() && !start.contains('\n') && !has_return).then_some((place, " \\"))
}
