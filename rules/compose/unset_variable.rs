//! A value that Compose takes for another when its variable is not set.

use std::collections::HashSet;

use compose::{Outcome, blank_name, blanks};
use plimsoll_linter::prelude::*;

#[derive(Default)]
pub(crate) struct UnsetVariable;

impl Rule for UnsetVariable {
    fn check_app(&self, app: &App, cx: &mut Context) {
        if app.lists_variables() {
            return;
        }
        // One variable is one thing to set, wherever it stands.
        let mut told = HashSet::new();
        let of_project = app.compose.name.iter().filter_map(blank_name);
        for blank in of_project.chain(app.services().flat_map(blanks)) {
            let name = &blank.name;
            let (message, why) = match &blank.outcome {
                Outcome::Refused { value } if is_of_pair(value) => continue,
                Outcome::Refused { value } => (
                    format!("Compose rejects this file when `{name}` is not set"),
                    match &**value {
                        "" => "nothing is left when it is not set".to_owned(),
                        value => format!("`{value}` is left when it is not set"),
                    },
                ),
                Outcome::AnyPort => (
                    format!("without `{name}`, the port is another one at every start"),
                    "the engine chooses one when this is not set".to_owned(),
                ),
                Outcome::OtherUser { user } => (
                    format!("without `{name}`, the container runs as another user"),
                    match (&**user, &**name) {
                        ("", _) => "the image decides when it is not set".to_owned(),
                        (user, "UID" | "GID") => {
                            format!("`{user}` is left: shells set `{name}`, but do not export it")
                        }
                        (user, _) => format!("`{user}` is left when it is not set"),
                    },
                ),
                Outcome::OtherPath { path } => (
                    format!("without `{name}`, another host directory is mounted"),
                    format!("`{path}` is mounted when it is not set"),
                ),
            };
            if !told.insert(name.clone()) {
                continue;
            }
            cx.report(blank.span, message).here(why).help(format!(
                "give it a default, `${{{name}:-…}}`, or say that it must be set, `${{{name}:?}}`"
            ));
        }
    }
}

/// Whether what is left is of a port or a mount. Compose then names the service and its key, and warns about the variable
/// right above; `variable-without-default` reports it.
pub(super) fn is_of_pair(left: &str) -> bool {
    left.contains(':')
}
