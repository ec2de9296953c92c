//! A password that anybody would guess.

use plimsoll_linter::prelude::*;
use project::secrets::Certainty;

use super::committed_secret::{advice, aliases, secrets};

#[derive(Default)]
pub(crate) struct GuessablePassword;

impl Rule for GuessablePassword {
    fn check_service(&self, service: &compose::Service, cx: &mut Context) {
        for (pair, value, secret) in
            secrets(service).filter(|(.., secret)| secret.certainty == Certainty::Guessable)
        {
            let message =
                format!("`{}` of service `{}` is easily guessed", pair.name.value, service.name.value);
            cx.report(value.span, message)
                .here("short, or among the first that are tried")
                .help(advice(service, pair))
                .answers_to(aliases(secret.kind));
        }
    }
}
