//! A setting that dockerd accepts and never reads.

use compose::daemon::Verdict;
use plimsoll_linter::prelude::*;

use super::invalid_daemon_option::report;

#[derive(Default)]
pub(crate) struct IgnoredDaemonOption;

impl Rule for IgnoredDaemonOption {
    fn check_daemon(&self, daemon: &Daemon, cx: &mut Context) {
        for problem in daemon.settings.problems(None) {
            if problem.verdict == Verdict::Ignored {
                report(problem, cx);
            }
        }
    }
}
