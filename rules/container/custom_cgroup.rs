//! `cgroup_parent`.

use plimsoll_linter::prelude::*;

#[derive(Default)]
pub(crate) struct CustomCgroup;

impl Rule for CustomCgroup {
    fn check_container(&self, container: &Container, cx: &mut Context) {
        if let Some(parent) = container.cgroup_parent() {
            let message = format!("{} uses a custom parent cgroup", container.title());
            cx.report(parent.span, message)
                .here("this cgroup's limits apply instead of Docker's")
                .help("remove this setting unless this cgroup exists and sets limits")
                .answers_to(["kics:4d9f44c6", "cis:5.25"]);
        }
    }

    fn check_daemon(&self, daemon: &Daemon, cx: &mut Context) {
        if let Some(parent) = daemon.settings.text("cgroup-parent").filter(|parent| !parent.value.is_empty())
        {
            cx.report(parent.span, "all containers use a custom parent cgroup")
                .here("this cgroup's limits apply instead of Docker's")
                .help("remove this setting unless this cgroup exists and sets limits")
                .answers_to(["cis:2.10"]);
        }
    }
}
