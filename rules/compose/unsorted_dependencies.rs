//! Dependencies that are not in the order of their names.

use plimsoll_linter::prelude::*;

use super::unsorted_services::report_unsorted;

#[derive(Default)]
pub(crate) struct UnsortedDependencies;

impl Rule for UnsortedDependencies {
    fn check_app(&self, app: &App, cx: &mut Context) {
        for service in app.files().iter().flat_map(|file| &file.services) {
            let names = service.depends_on.iter().map(|item| (&*item.service.value, item.service.span));
            report_unsorted(names, "dependency", cx);
        }
    }
}
