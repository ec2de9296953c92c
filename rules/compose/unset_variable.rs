//! A value that Compose takes for another when its variable is not set.

use std::collections::HashSet;

use compose::{Outcome, blank_name, blanks};
use plimsoll_linter::prelude::*;

#[derive(Default)]
pub(crate) struct UnsetVariable;

impl Rule for UnsetVariable {
    fn check_app(&self, app: &ComposeApp, cx: &mut Context) {
        if app.lists_variables() || app.is_set_by_script() {
            return;
        }
        // One variable is one thing to set, wherever it stands.
        let mut told = HashSet::new();
        let of_project = app.compose.name.iter().filter_map(blank_name);
        // A service that does not say what it runs is laid over one of another file, by a script.
        let own = app.services().filter(|service| service.image.is_some() || service.has("build"));
        for blank in of_project.chain(own.flat_map(blanks)) {
            let name = &blank.name;
            if app.is_set_elsewhere(name) {
                continue;
            }
            let (message, why) = match &blank.outcome {
                Outcome::Refused { value } if is_of_pair(value) => continue,
                Outcome::Refused { value } => (
                    format!("Compose rejects the file when `{name}` is unset"),
                    match &**value {
                        "" => "the value is empty when the variable is unset".to_owned(),
                        value => format!("the value is `{value}` when the variable is unset"),
                    },
                ),
                Outcome::AnyPort => (
                    format!("the host port is random when `{name}` is unset"),
                    "the engine picks a different port each time the container starts".to_owned(),
                ),
                Outcome::OtherUser { user } => (
                    format!("the container runs as a different user when `{name}` is unset"),
                    match (user.trim_matches(':'), &**name) {
                        ("", _) => "the image's user is used when the variable is unset".to_owned(),
                        (user, "UID" | "GID") => {
                            format!("the user is `{user}`: shells set `{name}`, but do not export it")
                        }
                        (user, _) => format!("the user is `{user}` when the variable is unset"),
                    },
                ),
                Outcome::OtherPath { path } => (
                    format!("a different host path is mounted when `{name}` is unset"),
                    format!("`{path}` is mounted when the variable is unset"),
                ),
            };
            if !told.insert(name.clone()) {
                continue;
            }
            let help =
                format!("add a default with `${{{name}:-…}}`, or require a value with `${{{name}:?}}`");
            cx.report(blank.span, message).here(why).help(help).is_minor = app.is_left_open(name);
        }
    }
}

/// Whether what is left is of a port or a mount. Compose then names the service and its key, and warns about the variable
/// right above; `variable-without-default` reports it.
pub(super) fn is_of_pair(left: &str) -> bool {
    left.contains(':')
}
