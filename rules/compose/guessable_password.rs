//! A password that anybody would guess.

use plimsoll_linter::prelude::*;
use project::secrets::{Certainty, Found, Secret, SecretKind, is_example, of_services};
use serde::Deserialize;

use super::committed_secret::{aliases, place};

#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct GuessablePassword {
    examples: bool,
}

impl Rule for GuessablePassword {
    fn check_project(&self, project: &Project, cx: &mut Context) {
        if let Some(app) = project.app.as_ref().filter(|_| project.lines.is_some()) {
            self.check_app(app, cx);
        }
    }

    fn check_app(&self, app: &ComposeApp, cx: &mut Context) {
        let is_guessable = |found: &Found| found.secret.certainty == Certainty::Guessable;
        let guessable = of_services(app).filter(|(_, found)| is_guessable(found));
        let examples: Vec<_> = examples(app).filter(|_| self.examples).collect();
        for (service, found) in guessable.chain(examples.iter().map(|(service, found)| (*service, found))) {
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
            cx.report(found.span, format!("{what}{} is easy to guess", place(found, service, cx)))
                .here("attackers try short and common passwords first")
                .help(help)
                .answers_to(aliases(found.secret.kind));
        }
    }
}

/// The examples of passwords in what services set.
fn examples<'c>(app: &'c ComposeApp) -> impl Iterator<Item = (&'c compose::Service<'c>, Found)> {
    app.services().flat_map(|service| {
        let args = service.build.iter().flat_map(|build| &build.args);
        let examples = service.environment.iter().chain(args).filter_map(move |pair| {
            let (name, value) = (&pair.name.value, pair.value.as_ref()?);
            is_example(name, value.template()).then_some((name, value.span))
        });
        let secret = Secret { kind: SecretKind::Named, certainty: Certainty::Guessable };
        examples.map(move |(name, span)| {
            (
                service,
                Found { name: (&**name).into(), span, secret, is_of_dummy_setup: false, default_of: None },
            )
        })
    })
}
