//! A password that anybody would guess.

use plimsoll_linter::prelude::*;
use project::secrets::{Certainty, Found, SecretKind, of_services};

use super::committed_secret::{aliases, place};

#[derive(Default)]
pub(crate) struct GuessablePassword;

impl Rule for GuessablePassword {
    fn check_project(&self, project: &Project, cx: &mut Context) {
        if let Some(app) = project.app.as_ref().filter(|_| project.lines.is_some()) {
            self.check_app(app, cx);
        }
    }

    fn check_app(&self, app: &ComposeApp, cx: &mut Context) {
        let is_guessable = |found: &Found| found.secret.certainty == Certainty::Guessable;
        for (service, found) in of_services(app).filter(|(_, found)| is_guessable(found)) {
            let container = cx.project().container_named(&service.name.value);
            let storage = match container.and_then(|it| it.file_variable(&found.name)) {
                _ if cx.project().lines.is_some() => "variable that is set outside this file".to_owned(),
                Some(variable) => {
                    format!("file declared under `secrets`, and set `{variable}: /run/secrets/…`")
                }
                None => "file declared under `secrets`, or from `.env`".to_owned(),
            };
            let help = format!("use a long random password from a {storage}");
            let what = match found.secret.kind {
                SecretKind::Connection => "the password in ",
                _ => "",
            };
            cx.report(found.span, format!("{what}{} is easy to guess", place(&found, service, cx)))
                .here("attackers try short and common passwords first")
                .help(help)
                .answers_to(aliases(found.secret.kind));
        }
    }
}
