//! A secret as the value of ENV or the default of ARG.

use dockerfile::{Arg, Env, Kind, Label, Pair};
use plimsoll_linter::prelude::*;
use project::secrets::{Certainty, Secret, SecretKind, judge};

#[derive(Default)]
pub(crate) struct BakedSecret;

impl Rule for BakedSecret {
    fn check_arg(&self, arg: &Arg, cx: &mut Context) {
        check_all(&arg.pairs, Place::Arg, false, cx);
    }

    fn check_env(&self, env: &Env, cx: &mut Context) {
        check_all(&env.pairs, Place::Env, false, cx);
    }

    fn check_label(&self, label: &Label, cx: &mut Context) {
        label.pairs.iter().for_each(|pair| check_label(pair, cx));
    }
}

/// Where a secret of a stage that is thrown away stays.
pub(super) const ONLY_HERE: &str =
    "not in the image, but in this file, the build cache and, with `mode=max`, the provenance";

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
    let secret = judge("", &value.value).filter(|secret| secret.certainty == Certainty::Certain);
    if let Some(secret) = secret {
        check(pair, secret, Place::Label, false, cx);
    }
}

/// Reports the values that are secrets; those that everybody has or guesses, or all others.
pub(crate) fn check_all(pairs: &[Pair], place: Place, are_defaults: bool, cx: &mut Context) {
    let secret_of = |pair: &Pair| judge(&pair.name.literal()?, &pair.value.as_ref()?.value);
    let secrets: Vec<_> = pairs.iter().filter_map(|pair| Some((pair, secret_of(pair)?))).collect();
    // Beside a password that everybody guesses, no other is meant to be kept.
    let has_guessable = secrets.iter().any(|(_, secret)| is_guessable(secret));
    for (pair, secret) in secrets {
        let is_named = (secret.kind, secret.certainty) == (SecretKind::Named, Certainty::Likely);
        let is_default = is_guessable(&secret) || is_named && (has_guessable || is_default(pair, cx));
        if is_default == are_defaults {
            check(pair, secret, place, is_default, cx);
        }
    }
}

fn is_guessable(secret: &Secret) -> bool {
    secret.certainty == Certainty::Guessable
}

/// Whether a value is one that the project itself publishes: its name says so, a script that the image starts falls back to
/// it, or the image is for development.
fn is_default(pair: &Pair, cx: &Context) -> bool {
    let (Some(stage), Some(value)) = (cx.stage(), &pair.value) else { return false };
    let is_named = pair.name.value.split('_').any(|word| word.eq_ignore_ascii_case("default"));
    let is_repeated = || stage.entrypoint_texts().any(|text| text.raw.contains(&*value.value));
    is_named || stage.file().is_for_tests() || is_repeated()
}

/// Reports a value that is a secret, or a default that is none.
fn check(pair: &Pair, secret: Secret, place: Place, is_default: bool, cx: &mut Context) {
    let (Some(name), Some(value)) = (pair.name.literal(), &pair.value) else { return };
    if is_fingerprint(&value.value) && cx.stage().is_some_and(|stage| is_received(&stage, &name)) {
        return;
    }
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
    let message = if is_guessable(&secret) {
        format!("the default value of `{name}` is easy to guess")
    } else if is_default {
        format!("every container starts with the same `{name}`")
    } else {
        format!("hard-coded {what} in `{name}`")
    };
    cx.report(value.text.span, message)
        .here(match place {
            Place::Arg if is_default => "builds use this value unless `--build-arg` overrides it".to_owned(),
            _ if is_default => "containers use this value unless it is overridden".to_owned(),
            _ => here,
        })
        .help(help)
        .answers_to(aliases.into_iter().chain(["kics:a88baa34"]));
}

/// Whether a value may be the ID or the fingerprint of a public key.
fn is_fingerprint(value: &str) -> bool {
    matches!(value.len(), 16 | 32 | 40 | 64) && value.bytes().all(|byte| byte.is_ascii_hexdigit())
}

/// Whether steps of the stage pass a variable to `gpg`, which receives the public key with this fingerprint.
fn is_received(stage: &Stage, name: &str) -> bool {
    let uses = [format!("${name}"), format!("${{{name}}}")];
    let mut steps = stage.instructions().iter().filter(|it| matches!(it.kind, Kind::Run(_)));
    steps.any(|step| {
        let text = stage.file().text.at(step.span).raw;
        text.contains("gpg")
            && ["--recv", "--receive-key"].iter().any(|option| text.contains(option))
            && uses.iter().any(|variable| text.contains(&**variable))
    })
}
