//! A password that everybody guesses as the value of ENV or the default of ARG.

use dockerfile::{Arg, Env};
use plimsoll_linter::prelude::*;
use project::secrets::{Certainty, Secret};

use super::baked_secret::{Place, check};

#[derive(Default)]
pub(crate) struct GuessableDefault;

impl Rule for GuessableDefault {
    fn check_arg(&self, arg: &Arg, cx: &mut Context) {
        arg.pairs.iter().for_each(|pair| check(pair, Place::Arg, is_guessable, cx));
    }

    fn check_env(&self, env: &Env, cx: &mut Context) {
        env.pairs.iter().for_each(|pair| check(pair, Place::Env, is_guessable, cx));
    }
}

fn is_guessable(secret: &Secret) -> bool {
    secret.certainty == Certainty::Guessable
}
