//! No `name` at the top level.

use plimsoll_linter::prelude::*;

#[derive(Default)]
pub(crate) struct MissingProjectName;

impl Rule for MissingProjectName {
    fn check_app(&self, app: &App, cx: &mut Context) {
        let services = app.compose.fields.key_span("services");
        if let (None, Some(services), true) = (&app.compose.name, services, app.is_read_alone()) {
            cx.report(services, "the project has no name of its own")
                .here("containers, networks and volumes are named after the folder")
                .help("set `name` at the top level");
        }
    }
}
