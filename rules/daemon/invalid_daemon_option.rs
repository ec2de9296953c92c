//! A setting with which dockerd, or no container, starts.

use compose::daemon::Verdict;
use plimsoll_linter::prelude::*;

#[derive(Default)]
pub(crate) struct InvalidDaemonOption;

impl Rule for InvalidDaemonOption {
    fn check_daemon(&self, daemon: &Daemon, cx: &mut Context) {
        for problem in daemon.settings.problems(None) {
            if problem.verdict == Verdict::Invalid {
                report(problem, cx);
            }
        }
    }
}

/// Says what is wrong with the settings.
pub(crate) fn report<'c>(problem: compose::daemon::Problem, cx: &'c mut Context) -> &'c mut Diagnostic {
    let finding = cx.report(problem.span, problem.message);
    finding.here(problem.label).help(problem.help);
    if let Some((span, what)) = problem.other {
        finding.label(span, what);
    }
    if let Some((span, text)) = problem.edit {
        // An insertion ends with what separates it from the next key.
        let (verb, shown) =
            if span.is_empty() { ("add", text.trim_end_matches([',', ' '])) } else { ("write", &*text) };
        finding.fix(Fix::risky(format!("{verb} `{shown}`")).replace(span, text));
    }
    finding
}
