//! `build.privileged` where no step makes use of it.

use super::privileged_container::privileged_build;
use plimsoll_linter::prelude::*;

#[derive(Default)]
pub(crate) struct UnneededBuildPrivilege;

impl Rule for UnneededBuildPrivilege {
    fn check_container(&self, container: &Container, cx: &mut Context) {
        if let Some((privileged, None)) = privileged_build(container) {
            cx.report(privileged, format!("the build of {} is privileged", container.title()))
                .here("this allows `RUN --security=insecure`, which is effectively root on the host")
                .help("remove this setting: no step in the Dockerfile needs it");
        }
    }
}
