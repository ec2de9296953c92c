//! `cgroup_parent`.

use plimsoll_linter::prelude::*;

#[derive(Default)]
pub(crate) struct CustomCgroup;

impl Rule for CustomCgroup {
    fn check_service(&self, service: &compose::Service, cx: &mut Context) {
        if let Some(parent) = service.get("cgroup_parent").filter(|parent| !parent.is_null()) {
            let message = format!("service `{}` is put into a control group of its own", service.name.value);
            cx.report(parent.span, message)
                .here("the limits of this group hold, not those of Docker")
                .help("remove it unless the group is there and sets limits");
        }
    }
}
