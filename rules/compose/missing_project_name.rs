//! No `name` at the top level.

use plimsoll_linter::prelude::*;

#[derive(Default)]
pub(crate) struct MissingProjectName;

impl Rule for MissingProjectName {
    fn check_app(&self, app: &ComposeApp, cx: &mut Context) {
        let runs = ["services", "include"].iter().any(|key| app.compose.fields.entry(key).is_some());
        let is_project = runs && app.is_read_alone();
        if app.compose.name.is_none() && is_project {
            cx.report(app.span().before(), "the project name is not set")
                .here("containers, networks and volumes are named after the directory")
                .help("set `name` at the top level, for example `name: shop`");
        }
    }
}
