//! A stage that ships nothing ends as root.

use dockerfile::Kind;
use plimsoll_linter::prelude::*;
use project::is_root;

#[derive(Default)]
pub(crate) struct RootBuildStage;

impl Rule for RootBuildStage {
    fn check_stage(&self, stage: &Stage, cx: &mut Context) {
        let last = stage.instructions().iter().rev().find_map(|instruction| match &instruction.kind {
            Kind::User(user) => Some(&user.user),
            _ => None,
        });
        let Some(user) = last.filter(|_| !stage.is_last()) else { return };
        if user.literal().is_some_and(|user| is_root(&user)) {
            cx.report(user.text.span, "this stage ends as root")
                .here("stages based on this one also run as root")
                .help("add a non-root `USER` at the end of the stage");
        }
    }
}
