//! A password that anybody would guess.

use plimsoll_linter::prelude::*;
use project::secrets::Certainty;

use super::committed_secret::{advice, aliases, secrets};

#[derive(Default)]
pub(crate) struct GuessablePassword;

impl Rule for GuessablePassword {
    fn check_service(&self, service: &compose::Service, cx: &mut Context) {
        for found in secrets(service).filter(|found| found.secret.certainty == Certainty::Guessable) {
            cx.report(found.span, format!("{} is easily guessed", found.place(service)))
                .here("short, or among the first that are tried")
                .help(advice(service, &found))
                .answers_to(aliases(found.secret.kind));
        }
    }
}
