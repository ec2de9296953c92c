//! A job that builds from its folder, before anything is in it.

use plimsoll_linter::prelude::*;
use project::Build;

#[derive(Default)]
pub(crate) struct MissingCheckout;

impl Rule for MissingCheckout {
    fn check_build(&self, container: &Container, cx: &mut Context) {
        let Some(line) = container.line().filter(|line| line.lacks_checkout) else { return };
        let command = &line.command;
        if command.is_elsewhere || command.makes_files {
            return;
        }
        // That the repository has the Dockerfile tells that its files are meant.
        let Build::Linked { file, .. } = container.build() else { return };
        let Some(context) = command.flags.operands.first() else { return };
        cx.report(context.span, "this job has not checked out the repository")
            .here(format!("the build context is empty, so `{}` does not exist", file.path))
            .help("add a step with `uses: actions/checkout` before this step");
    }
}
