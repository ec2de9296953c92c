//! A secret as the value of ENV or the default of ARG.

use dockerfile::{Arg, Env, Label, Pair};
use plimsoll_linter::prelude::*;
use project::secrets::{Certainty, Secret, judge};

#[derive(Default)]
pub(crate) struct BakedSecret;

impl Rule for BakedSecret {
    fn check_arg(&self, arg: &Arg, cx: &mut Context) {
        arg.pairs.iter().for_each(|pair| check(pair, Place::Arg, is_kept, cx));
    }

    fn check_env(&self, env: &Env, cx: &mut Context) {
        env.pairs.iter().for_each(|pair| check(pair, Place::Env, is_kept, cx));
    }

    fn check_label(&self, label: &Label, cx: &mut Context) {
        label.pairs.iter().for_each(|pair| check_label(pair, cx));
    }
}

/// Where a secret of a stage that is thrown away stays.
pub(super) const ONLY_HERE: &str =
    "not in the image, but still in this file, the build cache and the build provenance";

/// Of a password that everybody guesses, or a dummy of the build, nothing gets out.
fn is_kept(secret: &Secret) -> bool {
    secret.certainty > Certainty::Guessable
}

/// Where a value is written.
#[derive(Clone, Copy)]
pub(crate) enum Place {
    /// ARG.
    Arg,
    /// ENV.
    Env,
    /// LABEL.
    Label,
}

/// What only a secret looks like; the name of a label is its owner's choice.
fn check_label(pair: &Pair, cx: &mut Context) {
    let Some(value) = &pair.value else { return };
    if judge("", &value.value).is_some_and(|secret| secret.certainty == Certainty::Certain) {
        check(pair, Place::Label, is_kept, cx);
    }
}

/// Reports a value that is a secret, if it is one that is `wanted`.
pub(crate) fn check(pair: &Pair, place: Place, wanted: fn(&Secret) -> bool, cx: &mut Context) {
    let (Some(name), Some(value)) = (pair.name.literal(), &pair.value) else { return };
    let Some(secret) = judge(&name, &value.value).filter(wanted) else { return };
    let what = secret.kind.noun();
    let (instruction, stays, help) = match place {
        Place::Arg => ("ARG", "in the image history", "use a build secret: `RUN --mount=type=secret,id=…`"),
        Place::Env => {
            ("ENV", "in the image config", "pass the value at run time, for example as a Compose secret")
        }
        Place::Label => ("LABEL", "in the image config", "remove the secret: labels are public"),
    };
    let aliases = super::secret_like_variable::peers(&name, instruction, cx);
    // The history of an image is that of its own stages.
    let is_dropped = cx.stage().is_some_and(|stage| !stage.is_shipped());
    let here = if is_dropped {
        ONLY_HERE.to_owned()
    } else {
        format!("anyone who can pull the image can read it {stays}")
    };
    let is_guessable = secret.certainty == Certainty::Guessable;
    let message = if is_guessable {
        format!("the default value of `{name}` is easy to guess")
    } else {
        format!("hard-coded {what} in `{name}`")
    };
    cx.report(value.text.span, message)
        .here(match place {
            Place::Arg if is_guessable => {
                "builds use this value unless `--build-arg` overrides it".to_owned()
            }
            _ if is_guessable => "containers use this value unless it is overridden".to_owned(),
            _ => here,
        })
        .help(help)
        .answers_to(aliases.into_iter().chain(["kics:a88baa34"]));
}
