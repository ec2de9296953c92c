//! A secret that is written into the Compose file.

use plimsoll_linter::prelude::*;
use project::secrets::{Certainty, Secret, SecretKind, judge};

#[derive(Default)]
pub(crate) struct CommittedSecret;

impl Rule for CommittedSecret {
    fn check_service(&self, service: &compose::Service, cx: &mut Context) {
        for (pair, value, secret) in secrets(service) {
            if secret.certainty == Certainty::Guessable {
                continue;
            }
            let message = match secret.kind {
                SecretKind::Token(what) => {
                    format!("`{}` of service `{}` holds {what}", pair.name.value, service.name.value)
                }
                _ => format!(
                    "`{}` of service `{}` holds {} in plain text",
                    pair.name.value,
                    service.name.value,
                    noun(secret.kind)
                ),
            };
            cx.report(value.span, message)
                .here("whoever can read this file has it")
                .help(advice(service, pair))
                .answers_to(aliases(secret.kind));
        }
    }
}

/// The secrets in what a service sets: its environment, its build arguments, and its labels where there is no doubt.
pub(crate) fn secrets<'c>(
    service: &'c compose::Service<'c>,
) -> impl Iterator<Item = (&'c compose::Pair<'c>, &'c compose::yaml::Scalar<'c>, Secret)> {
    let args = service.build.iter().flat_map(|build| &build.args);
    let labels = service.labels.iter().map(|pair| (pair, true));
    let pairs = service.environment.iter().chain(args).map(|pair| (pair, false)).chain(labels);
    pairs.filter_map(|(pair, is_label)| {
        let value = pair.value.as_ref()?;
        let secret = judge(&pair.name.value, value.template())?;
        (!is_label || secret.certainty == Certainty::Certain).then_some((pair, value, secret))
    })
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
pub(crate) fn advice(service: &compose::Service, pair: &compose::Pair) -> String {
    const READ_FILES: &[&str] =
        &["postgres", "mysql", "mariadb", "mongo", "wordpress", "nextcloud", "influxdb", "neo4j"];
    let name = &pair.name.value;
    let image = service.image.as_ref().map_or("", |image| &image.value);
    let image = image.split([':', '@']).next().unwrap_or(image).trim_start_matches("docker.io/");
    let reads_files = READ_FILES.contains(&image.trim_start_matches("library/"));
    if reads_files && name.bytes().all(|byte| byte.is_ascii_uppercase() || byte == b'_') {
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
