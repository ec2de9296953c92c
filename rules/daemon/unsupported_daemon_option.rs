//! A setting that this version of the engine does not have.

use compose::daemon::Verdict;
use plimsoll_linter::prelude::*;
use serde::Deserialize;

use super::invalid_daemon_option::report;

#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct UnsupportedDaemonOption {
    engine: String,
}

impl Rule for UnsupportedDaemonOption {
    fn check_daemon(&self, daemon: &Daemon, cx: &mut Context) {
        let engine = Some(&*self.engine).filter(|engine| !engine.is_empty());
        for problem in daemon.settings.problems(engine) {
            if problem.verdict == Verdict::Unsupported {
                let is_driver = problem.message.contains("storage driver");
                report(problem, cx).answers_to(is_driver.then_some("cis:2.6"));
            }
        }
    }
}
