//! `cgroup_parent`.

use plimsoll_linter::prelude::*;

#[derive(Default)]
pub(crate) struct CustomCgroup;

impl Rule for CustomCgroup {
    fn check_container(&self, container: &Container, cx: &mut Context) {
        if let Some(parent) = container.cgroup_parent() {
            let message = format!("{} is put into a control group of its own", container.title());
            cx.report(parent.span, message)
                .here("the limits of this group hold, not those of Docker")
                .help("remove it unless the group is there and sets limits");
        }
    }
}
