//! An image that only starts a shell, or that others start from, runs as root.

use plimsoll_linter::prelude::*;

use super::root_user::check_stage;

#[derive(Default)]
pub(crate) struct RootBaseImage;

impl Rule for RootBaseImage {
    fn check_project(&self, project: &Project, cx: &mut Context) {
        project.started_stages(true).iter().for_each(|stage| check_stage(stage, cx));
    }
}
