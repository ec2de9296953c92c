//! Settings with which dockerd does not start together.

use compose::daemon::Verdict;
use plimsoll_linter::prelude::*;

use super::invalid_daemon_option::report;

#[derive(Default)]
pub(crate) struct DaemonConflict;

impl Rule for DaemonConflict {
    fn check_daemon(&self, daemon: &Daemon, cx: &mut Context) {
        for problem in daemon.settings.problems(None) {
            if problem.verdict == Verdict::Conflict {
                report(problem, cx);
            }
        }
    }
}
