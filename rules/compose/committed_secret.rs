//! A secret that is written into the Compose file.

use compose::yaml::Scalar;
use plimsoll_linter::prelude::*;
use project::secrets::{Certainty, Secret, SecretKind, judge};

#[derive(Default)]
pub(crate) struct CommittedSecret;

impl Rule for CommittedSecret {
    fn check_service(&self, service: &compose::Service, cx: &mut Context) {
        for found in secrets(service).filter(|found| found.secret.certainty != Certainty::Guessable) {
            let message = format!("{} holds {} in plain text", found.place(service), noun(found.secret.kind));
            cx.report(found.span, message)
                .here("whoever can read this file has it")
                .help(advice(service, &found))
                .answers_to(aliases(found.secret.kind));
        }
    }

    fn check_app(&self, app: &App, cx: &mut Context) {
        for config in &app.compose.configs {
            let Some(content) = &config.content else { continue };
            let Some(secret) = judge("", content.template()) else { continue };
            let message = format!("config `{}` holds {} in plain text", config.key.value, noun(secret.kind));
            cx.report(content.span, message)
                .here("whoever can read this file has it")
                .help("make it a file under `secrets`")
                .answers_to(aliases(secret.kind));
        }
    }
}

/// A secret, and where it is.
pub(crate) struct Found<'c> {
    /// The variable, label or option that it is the value of; empty for a word of a command.
    name: &'c str,
    /// Where it is written.
    pub(crate) span: Span,
    /// What it is.
    pub(crate) secret: Secret,
}

impl Found<'_> {
    pub(crate) fn place(&self, service: &compose::Service) -> String {
        match self.name {
            "" => format!("a command of service `{}`", service.name.value),
            name => format!("`{name}` of service `{}`", service.name.value),
        }
    }
}

/// The secrets in what a service sets: its environment, its build arguments, its commands, and its labels where there is
/// no doubt.
pub(crate) fn secrets<'c>(service: &'c compose::Service<'c>) -> impl Iterator<Item = Found<'c>> {
    let args = service.build.iter().flat_map(|build| &build.args);
    let labels = service.labels.iter().map(|pair| (pair, true));
    let pairs = service.environment.iter().chain(args).map(|pair| (pair, false)).chain(labels);
    let of_pairs = pairs.filter_map(|(pair, is_label)| {
        let (name, value) = (&*pair.name.value, pair.value.as_ref()?);
        let secret = judge(name, value.template())?;
        (!is_label || secret.certainty == Certainty::Certain).then_some(Found {
            name,
            span: value.span,
            secret,
        })
    });
    let commands =
        [&service.command, &service.entrypoint].into_iter().flatten().map(|command| &*command.words);
    let test = service.healthcheck.iter().filter_map(|check| Some(&*check.test.as_ref()?.words));
    of_pairs.chain(commands.chain(test).flat_map(of_words))
}

/// Tokens and connection strings in a command, and the values of `--password` and its like.
fn of_words<'c>(words: &'c [Scalar<'c>]) -> Vec<Found<'c>> {
    let mut found = Vec::new();
    let mut before = "";
    let mut is_mysql = false;
    for (word, range) in
        words.iter().flat_map(|word| tokens(word).into_iter().map(move |range| (word, range)))
    {
        let token = word.value.get(range.clone()).unwrap_or_default();
        let option = std::mem::replace(&mut before, token);
        is_mysql |= ["mysql", "mariadb"].iter().any(|program| token.contains(program));
        let (name, text) = match token.split_once('=') {
            Some((own, text)) if is_option(own) => (own, text),
            _ if is_option(option) => (option, token),
            _ if is_mysql && token.starts_with("-p") => token.split_at_checked(2).unwrap_or_default(),
            _ => ("", token),
        };
        // What follows an option without a value is no value.
        let name = if text.starts_with('-') || text.contains("$$") { "" } else { name };
        let asked = match name.trim_start_matches('-') {
            "requirepass" | "masterauth" | "p" => "password",
            asked => asked,
        };
        if let Some(secret) = judge(asked, text) {
            found.push(Found { name, span: word.place(range), secret });
        }
    }
    found
}

/// The parts of a word between blanks: it may be a whole script.
fn tokens(word: &Scalar) -> Vec<std::ops::Range<usize>> {
    let mut at = 0;
    let mut found = Vec::new();
    for part in word.value.split_inclusive(char::is_whitespace) {
        let len = part.trim_end().len();
        if len > 0 {
            found.push(at..at + len);
        }
        at += part.len();
    }
    found
}

fn is_option(word: &str) -> bool {
    word.starts_with("--") && !word.contains([' ', '$'])
}

pub(crate) fn noun(kind: SecretKind) -> &'static str {
    match kind {
        SecretKind::Token(what) => what,
        SecretKind::PrivateKey => "a private key",
        SecretKind::Connection => "a password",
        SecretKind::Named => "a secret",
    }
}

/// What to do, with the way that the image itself offers where it is known to.
pub(crate) fn advice(service: &compose::Service, found: &Found) -> String {
    const READ_FILES: &[&str] =
        &["postgres", "mysql", "mariadb", "mongo", "wordpress", "nextcloud", "influxdb", "neo4j"];
    let name = found.name;
    let image = service.image.as_ref().map_or("", |image| &image.value);
    let image = image.split([':', '@']).next().unwrap_or(image).trim_start_matches("docker.io/");
    let reads_files = READ_FILES.contains(&image.trim_start_matches("library/"));
    if name.is_empty() || name.starts_with('-') {
        "take it from outside with `${…}`, or from a file under `secrets`".to_owned()
    } else if reads_files && name.bytes().all(|byte| byte.is_ascii_uppercase() || byte == b'_') {
        format!("put it into a file under `secrets`, and set `{name}_FILE: /run/secrets/…`")
    } else {
        format!(
            "take it from outside with `${{{}}}`, or from a file under `secrets`",
            name.to_ascii_uppercase().replace(['.', '-'], "_")
        )
    }
}

pub(crate) fn aliases(kind: SecretKind) -> [&'static str; 5] {
    let compose_lint =
        if kind == SecretKind::Connection { "compose-lint:CL-0021" } else { "compose-lint:CL-0020" };
    ["kics:a88baa34", compose_lint, "docksec:compose-plaintext-secret-env", "cis:4.10", "cis:7.4"]
}
