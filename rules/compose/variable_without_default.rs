//! A port or a mount that Compose rejects when its variable is not set.

use std::collections::HashSet;

use compose::{Outcome, blanks};
use plimsoll_linter::prelude::*;

use super::unset_variable::is_of_pair;

#[derive(Default)]
pub(crate) struct VariableWithoutDefault;

impl Rule for VariableWithoutDefault {
    fn check_app(&self, app: &ComposeApp, cx: &mut Context) {
        if app.lists_variables() {
            return;
        }
        let mut told = HashSet::new();
        for blank in app.services().flat_map(blanks) {
            let Outcome::Refused { value } = &blank.outcome else { continue };
            let name = &blank.name;
            if !is_of_pair(value) || !told.insert(name.clone()) {
                continue;
            }
            cx.report(blank.span, format!("Compose rejects the file when `{name}` is unset"))
                .here(format!("the value is `{value}` when the variable is unset"))
                .help(format!(
                    "add a default with `${{{name}:-…}}`, or require a value with `${{{name}:?}}`"
                ));
        }
    }
}
