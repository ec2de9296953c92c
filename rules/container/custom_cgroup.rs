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
                .help("remove it unless the group is there and sets limits")
                .answers_to(["kics:4d9f44c6", "cis:5.25"]);
        }
    }

    fn check_daemon(&self, daemon: &Daemon, cx: &mut Context) {
        if let Some(parent) = daemon.settings.text("cgroup-parent").filter(|parent| !parent.value.is_empty())
        {
            cx.report(parent.span, "all containers are created in a control group of their own")
                .here("the limits of this group hold, not those of Docker")
                .help("remove it unless the group is there and sets limits")
                .answers_to(["cis:2.10"]);
        }
    }
}
