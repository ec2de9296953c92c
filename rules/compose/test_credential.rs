//! A password or key that is written into a Compose file for tests or examples.

use plimsoll_linter::prelude::*;
use project::secrets::{Certainty, of_services};

use super::committed_secret::{is_for_tests, report};

#[derive(Default)]
pub(crate) struct TestCredential;

impl Rule for TestCredential {
    fn check_project(&self, project: &Project, cx: &mut Context) {
        if let Some(app) = project.app.as_ref().filter(|_| project.lines.is_some()) {
            self.check_app(app, cx);
        }
    }

    fn check_app(&self, app: &ComposeApp, cx: &mut Context) {
        let is_likely = |certainty| certainty == Certainty::Likely;
        for (service, found) in of_services(app)
            .filter(|(service, found)| is_likely(found.secret.certainty) && is_for_tests(app, service))
        {
            report(service, &found, "test credentials are often copied to production".to_owned(), cx);
        }
    }
}
