//! A service gives a build argument that its Dockerfile does not declare, and that nothing misses.

use plimsoll_linter::prelude::*;
use project::Missed;

use super::undeclared_build_arg::report;

#[derive(Default)]
pub(crate) struct UnusedBuildArg;

impl Rule for UnusedBuildArg {
    fn check_build(&self, container: &Container, cx: &mut Context) {
        for (arg, missed) in container.undeclared_args() {
            if matches!(missed, Missed::Nowhere) {
                report(arg, container, cx)
                    .help("remove the argument, or declare it with `ARG` in the stage that needs it");
            }
        }
    }
}
