//! A working directory that the user of an image cannot read.

use super::inaccessible_workdir::report;
use plimsoll_linter::prelude::*;

#[derive(Default)]
pub(crate) struct UnreadableWorkdir;

impl Rule for UnreadableWorkdir {
    fn check_stage(&self, stage: &Stage, cx: &mut Context) {
        if let Some(closed) = stage.closed_workdir().filter(|closed| closed.program.is_none()) {
            report(&closed, cx)
                .here("only root can open this directory, so the container cannot open any files in it");
        }
    }
}
