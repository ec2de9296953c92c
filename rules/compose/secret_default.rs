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
        // A file is one thing to take out of the repository.
        let found = dotenv_secrets::keys(document);
        let Some(((name, span, kind), others)) = found.split_first() else { return };
        let finding = match others {
            [] => cx.report(*span, format!("hard-coded {} in `{name}`", kind.noun())),
            _ => cx.report(*span, format!("{} hard-coded secrets in this file", found.len())),
        };
        finding
            .here("anyone who can read this repository can read it")
            .help(if others.is_empty() {
                "remove the value, and list the file in `.gitignore` if it contains real values"
            } else {
                "remove the values, and list the file in `.gitignore` if they are real"
            })
            .answers_to([]);
        for (_, span, _) in others {
            finding.label(*span, "also hard-coded");
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
