//! `pid: host`.

use plimsoll_linter::prelude::*;

#[derive(Default)]
pub(crate) struct HostPid;

impl Rule for HostPid {
    fn check_service(&self, service: &compose::Service, cx: &mut Context) {
        if let Some(pid) = service.pid.as_ref().filter(|pid| pid.value == "host") {
            let message = format!("service `{}` sees every process of the host", service.name.value);
            cx.report(pid.span, message)
                .here("their arguments, environments and open files too")
                .help("remove it; `pid: \"service:NAME\"` shares the processes of one other service");
        }
    }
}
