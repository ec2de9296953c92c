//! A password or key that is written into a Compose file for tests or examples.

use plimsoll_linter::prelude::*;
use project::secrets::{Certainty, Found, of_services};

use super::committed_secret::report;

#[derive(Default)]
pub(crate) struct TestCredential;

impl Rule for TestCredential {
    fn check_project(&self, project: &Project, cx: &mut Context) {
        if let Some(app) = project.app.as_ref().filter(|_| project.lines.is_some()) {
            self.check_app(app, cx);
        }
    }

    fn check_app(&self, app: &ComposeApp, cx: &mut Context) {
        let is_app_for_tests = app.is_for_tests();
        let is_ours = |found: &Found| {
            let is_probable = match found.secret.certainty {
                Certainty::Likely => true,
                Certainty::Certain => found.secret.kind.is_password_hash(),
                Certainty::Guessable => false,
            };
            is_probable && (is_app_for_tests || found.is_of_dummy_setup)
        };
        for (service, found) in of_services(app).filter(|(_, found)| is_ours(found)) {
            report(service, found, "test credentials are often copied to production".to_owned(), cx);
        }
    }
}
