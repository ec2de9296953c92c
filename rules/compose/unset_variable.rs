//! A value that Compose refuses, or takes for another, when its variable is not set.

use compose::{Outcome, blank_name, blanks};
use plimsoll_linter::prelude::*;

#[derive(Default)]
pub(crate) struct UnsetVariable;

impl Rule for UnsetVariable {
    fn check_app(&self, app: &App, cx: &mut Context) {
        if app.lists_variables() {
            return;
        }
        let of_project = app.compose.name.iter().filter_map(blank_name);
        for blank in of_project.chain(app.services().flat_map(blanks)) {
            let name = &blank.name;
            let (message, why) = match &blank.outcome {
                Outcome::Refused { value } => (
                    format!("Compose rejects the file when `{name}` is unset"),
                    match &**value {
                        "" => "the value is empty when it is unset".to_owned(),
                        value => format!("the value is `{value}` when it is unset"),
                    },
                ),
                Outcome::AnyPort => (
                    format!("host port is random when `{name}` is unset"),
                    "the engine picks a different port at every start".to_owned(),
                ),
                Outcome::OtherUser { user } => (
                    format!("the container runs as a different user when `{name}` is unset"),
                    match (&**user, &**name) {
                        ("", _) => "the image's user is used when it is unset".to_owned(),
                        (user, "UID" | "GID") => {
                            format!("the user is `{user}`: shells set `{name}`, but do not export it")
                        }
                        (user, _) => format!("the user is `{user}` when it is unset"),
                    },
                ),
                Outcome::OtherPath { path } => (
                    format!("a different host path is mounted when `{name}` is unset"),
                    format!("`{path}` is mounted when it is unset"),
                ),
            };
            cx.report(blank.span, message)
                .here(why)
                .help(format!("add a default, `${{{name}:-…}}`, or require it, `${{{name}:?}}`"));
        }
    }
}
