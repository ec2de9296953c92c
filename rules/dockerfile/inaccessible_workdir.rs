//! A program below a working directory that its user cannot read.

use plimsoll_linter::prelude::*;
use project::ClosedWorkdir;

#[derive(Default)]
pub(crate) struct InaccessibleWorkdir;

impl Rule for InaccessibleWorkdir {
    fn check_stage(&self, stage: &Stage, cx: &mut Context) {
        let Some(closed) = stage.closed_workdir() else { return };
        let Some(program) = &closed.program else { return };
        report(&closed, cx).here(format!("only root can open this directory, so `{program}` fails"));
    }
}

/// Reports a working directory at what the stage itself says: the directory, else the user.
pub(super) fn report<'d>(closed: &ClosedWorkdir, cx: &'d mut Context) -> &'d mut Diagnostic {
    let ClosedWorkdir { path, user, workdir, user_at, is_set_here, .. } = closed;
    let (span, other, there) = if *is_set_here {
        (*workdir, *user_at, format!("the container starts as `{user}`"))
    } else {
        (*user_at, *workdir, format!("the container starts in `{path}`"))
    };
    cx.report(span, format!("`{user}` cannot read the working directory `{path}`"))
        .label(other, there)
        .help("use another directory, for example `WORKDIR /srv/app`")
}
