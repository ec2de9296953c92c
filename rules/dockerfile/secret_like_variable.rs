//! ENV or ARG whose name alone says that it holds a secret.

use dockerfile::{Arg, Env, Pair};
use plimsoll_linter::prelude::*;
use project::secrets::judge;

#[derive(Default)]
pub(crate) struct SecretLikeVariable;

impl Rule for SecretLikeVariable {
    fn check_arg(&self, arg: &Arg, cx: &mut Context) {
        arg.pairs.iter().for_each(|pair| check(pair, "ARG", cx));
    }

    fn check_env(&self, env: &Env, cx: &mut Context) {
        env.pairs.iter().for_each(|pair| check(pair, "ENV", cx));
    }
}

fn check(pair: &Pair, instruction: &str, cx: &mut Context) {
    let Some(name) = pair.name.literal() else { return };
    // What is certainly a secret, `baked-secret` says.
    if pair.value.as_ref().is_some_and(|value| judge(&name, &value.value).is_some()) {
        return;
    }
    let aliases = peers(&name, instruction, cx);
    if aliases.is_empty() {
        return;
    }
    let is_dropped = cx.stage().is_some_and(|stage| !stage.is_shipped());
    cx.report(pair.name.text.span, format!("the name `{name}` suggests a secret"))
        .here(match instruction {
            "ARG" if is_dropped => {
                "its value is stored in the build cache and, with `mode=max`, in the provenance"
            }
            "ARG" => "its value is stored in the image history",
            _ => "its value is stored in the image config",
        })
        .help("use a build secret: `RUN --mount=type=secret,id=…`")
        .answers_to(aliases);
}

/// Which linters report a variable for its name, each by its own words.
pub(crate) fn peers(name: &str, instruction: &str, cx: &Context) -> Vec<&'static str> {
    const TOKENS: [&str; 10] = [
        "apikey",
        "auth",
        "credential",
        "credentials",
        "key",
        "password",
        "pword",
        "passwd",
        "secret",
        "token",
    ];
    let name = name.to_ascii_lowercase();
    let has = |words: &[&str]| name.split('_').any(|part| words.contains(&part));
    let mut peers = Vec::new();
    // A path, a version, what may be public; and Go's list of modules that are fetched past the proxy.
    if has(&["public", "file", "version", "goprivate"]) {
        return peers;
    }
    let is_secret = has(&TOKENS);
    if is_secret && cx.stage().is_some() && !cx.is_trigger() {
        peers.push("buildkit:SecretsUsedInArgOrEnv");
    }
    let spoken = ["api_key", "client_key", "password", "private", "secret", "token", "access_key"];
    if spoken.iter().any(|word| name.contains(word)) && !has(&["tokenizer", "tokenizers"]) {
        peers.push("hadolint:DL3064");
    }
    if (is_secret || has(&["usr", "psw"])) && cx.stage().is_some_and(|stage| stage.is_last()) {
        peers.push("trivy:DS-0031");
    }
    if instruction == "ARG" && ["password", "secret", "token"].iter().any(|word| name.contains(word)) {
        peers.push("semgrep:secret-in-build-arg");
    }
    peers
}
