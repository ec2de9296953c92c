//! A secret that is the default of a variable, in a Compose file or in a file of variables.

use std::collections::HashSet;

use plimsoll_linter::prelude::*;
use project::dotenv_secrets;
use project::secrets::of_services;

use super::committed_secret::report;

#[derive(Default)]
pub(crate) struct SecretDefault;

impl Rule for SecretDefault {
    fn check_project(&self, project: &Project, cx: &mut Context) {
        if let Some(app) = project.app.as_ref().filter(|_| project.lines.is_some()) {
            self.check_app(app, cx);
        }
    }

    fn check_document(&self, document: &Document, cx: &mut Context) {
        for (name, span, kind) in dotenv_secrets::keys(document) {
            cx.report(span, format!("hard-coded {} in `{name}`", kind.noun()))
                .here("used unless it is overridden, and anyone can read it here")
                .help("remove the value, and list the file in `.gitignore` if it contains real values")
                .answers_to([]);
        }
    }

    fn check_app(&self, app: &ComposeApp, cx: &mut Context) {
        // `test-credential` reports these.
        if app.is_for_tests() {
            return;
        }
        // A variable is one thing to set, wherever it stands.
        let mut told = HashSet::new();
        for (service, found) in of_services(app).filter(|(_, found)| !found.is_of_dummy_setup) {
            let Some(variable) = found.default_of.clone().filter(|it| told.insert(it.clone())) else {
                continue;
            };
            let why = format!("this secret is used if `{variable}` is unset, and anyone can read it here");
            report(service, found, why, cx).help(format!("remove the default value: `${{{variable}:?}}`"));
        }
    }
}
