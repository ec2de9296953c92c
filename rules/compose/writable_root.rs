//! A service that may write everywhere in its own file system.

use plimsoll_linter::prelude::*;

#[derive(Default)]
pub(crate) struct WritableRoot;

impl Rule for WritableRoot {
    fn check_service(&self, service: &compose::Service, cx: &mut Context) {
        let message = format!("service `{}` can change the files of its image", service.name.value);
        let help = "set `read_only: true`, and `tmpfs` or a volume where it must write";
        match &service.read_only {
            Some(read_only) if read_only.is(false) => {
                cx.report(read_only.span(), message).here("makes them writable").help(help);
            }
            None if cx.project().app.as_ref().is_some_and(|app| app.has_all_of(service)) => {
                cx.report(service.name.span, message).here("its root file system is writable").help(help);
            }
            _ => {}
        }
    }
}
