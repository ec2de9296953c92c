//! A password that everybody guesses or has as the value of ENV or the default of ARG.

use dockerfile::{Arg, Env};
use plimsoll_linter::prelude::*;

use super::baked_secret::{Place, check_all};

#[derive(Default)]
pub(crate) struct GuessableDefault;

impl Rule for GuessableDefault {
    fn check_arg(&self, arg: &Arg, cx: &mut Context) {
        check_all(&arg.pairs, Place::Arg, true, cx);
    }

    fn check_env(&self, env: &Env, cx: &mut Context) {
        check_all(&env.pairs, Place::Env, true, cx);
    }
}
