//! A secret as the value of ENV or the default of ARG.

use dockerfile::{Arg, Env, Label, Pair};
use plimsoll_linter::prelude::*;
use project::secrets::{Certainty, SecretKind, judge};

#[derive(Default)]
pub(crate) struct BakedSecret;

impl Rule for BakedSecret {
    fn check_arg(&self, arg: &Arg, cx: &mut Context) {
        for pair in &arg.pairs {
            check(pair, "ARG", "stays in the history of the image", cx);
        }
    }

    fn check_env(&self, env: &Env, cx: &mut Context) {
        for pair in &env.pairs {
            check(pair, "ENV", "stays in the configuration of the image", cx);
        }
    }

    fn check_label(&self, label: &Label, cx: &mut Context) {
        label.pairs.iter().for_each(|pair| check_label(pair, cx));
    }
}

/// What only a secret looks like; the name of a label is its owner's choice.
fn check_label(pair: &Pair, cx: &mut Context) {
    let Some(value) = &pair.value else { return };
    let is_certain = |secret: &project::secrets::Secret| secret.certainty == Certainty::Certain;
    if judge("", &value.value).is_some_and(|secret| is_certain(&secret)) {
        check(pair, "LABEL", "stays in the configuration of the image", cx);
    }
}

fn check(pair: &Pair, instruction: &str, here: &'static str, cx: &mut Context) {
    let (Some(name), Some(value)) = (pair.name.literal(), &pair.value) else { return };
    let Some(secret) = judge(&name, &value.value) else { return };
    let what = match secret.kind {
        SecretKind::Token(what) => what,
        SecretKind::PrivateKey => "a private key",
        SecretKind::Connection => "a password",
        SecretKind::Named => "a secret",
    };
    let aliases = super::secret_like_variable::peers(&name, instruction, cx);
    cx.report(value.text.span, format!("`{name}` holds {what} in plain text"))
        .here(format!("{here}, for everybody who can pull it"))
        .help(match instruction {
            "ARG" => "mount it where it is needed: `RUN --mount=type=secret,id=…`",
            "LABEL" => "labels are for everybody to read: leave it out",
            _ => "give it to the container when it starts, from a file or a secret of the engine",
        })
        .answers_to(aliases.into_iter().chain(["kics:a88baa34"]));
}
