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

/// Where a secret of a stage that is thrown away stays.
pub(super) const ONLY_HERE: &str = "stays in this file, in the build cache and in the build's provenance";

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
    // The history of an image is that of its own stages.
    let is_dropped = cx.stage().is_some_and(|stage| !stage.is_shipped());
    let here =
        if is_dropped { ONLY_HERE.to_owned() } else { format!("{here}, for everybody who can pull it") };
    cx.report(value.text.span, format!("`{name}` holds {what} in plain text"))
        .here(here)
        .help(match instruction {
            "ARG" => "mount it where it is needed: `RUN --mount=type=secret,id=…`",
            "LABEL" => "labels are for everybody to read: leave it out",
            _ => "give it to the container when it starts, from a file or a secret of the engine",
        })
        .answers_to(aliases.into_iter().chain(["kics:a88baa34"]));
}
