//! What the other variables of a service say about a secret: that it is its own user's name, or that nothing in this setup is
//! secret.

use plimsoll_compose::{Pair, Service};

use super::{Certainty, NameClass, Secret, SecretKind, classify, judge, value};

/// A secret as its surroundings show it: a password that repeats the name of a user or a database is guessable, and so is
/// the hash of one that is guessable itself.
pub fn among(service: &Service<'_>, name: &str, value: &str, secret: Secret) -> Secret {
    let is_weak = secret.kind == SecretKind::Named
        && secret.certainty == Certainty::Likely
        && (repeats_name(service, name, value) || is_hash_of_guessable(service, name));
    if is_weak { Secret { certainty: Certainty::Guessable, ..secret } } else { secret }
}

/// Whether a service is set up for one machine with passwords that nobody means: it calls itself `localhost`, and another of
/// its secrets is guessable or a dummy; or two others are.
pub fn is_dummy_setup(service: &Service<'_>) -> bool {
    let dummies = service.environment.iter().filter(|pair| is_dummy(pair)).count();
    let is_local = || {
        let names_itself =
            |text: &str| text == "localhost" || text.contains("//localhost") || text.contains("//127.0.0.1");
        service.environment.iter().any(|pair| written(pair).is_some_and(names_itself))
    };
    dummies > 1 || dummies == 1 && is_local()
}

/// Whether a variable is called a secret and holds a word that everybody would try.
fn is_dummy(pair: &Pair<'_>) -> bool {
    let name = &*pair.name.value;
    let Some(text) = written(pair) else { return false };
    let is_secret = matches!(classify(name), NameClass::Password | NameClass::Secret);
    let is_short = text.len() < 6 && !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_lowercase());
    let is_guessable = judge(name, text).is_some_and(|it| it.certainty == Certainty::Guessable);
    is_secret && !text.contains('$') && (is_short || is_guessable || value::is_counted(text))
}

fn written<'p>(pair: &'p Pair<'_>) -> Option<&'p str> {
    Some(value::unquoted(pair.value.as_ref()?.template().trim()))
}

fn repeats_name(service: &Service<'_>, name: &str, value: &str) -> bool {
    let ends = ["USER", "USERNAME", "_DB", "DATABASE", "DB_NAME", "DBNAME", "DATABASE_NAME"];
    let is_name = |pair: &Pair<'_>| {
        let own = pair.name.value.to_ascii_uppercase();
        own != name.to_ascii_uppercase() && ends.iter().any(|end| own.ends_with(end))
    };
    let value = value::unquoted(value.trim());
    service
        .environment
        .iter()
        .filter(|pair| is_name(pair))
        .any(|pair| written(pair).is_some_and(|own| own.eq_ignore_ascii_case(value)))
}

/// Whether it is `NAME_HASH` beside a guessable `NAME`.
fn is_hash_of_guessable(service: &Service<'_>, name: &str) -> bool {
    let Some(plain) = name.strip_suffix("_HASH") else { return false };
    service.environment.iter().filter(|pair| pair.name.value == plain).any(|pair| {
        let judged = written(pair).and_then(|text| judge(plain, text));
        judged.is_some_and(|secret| secret.certainty == Certainty::Guessable)
    })
}

#[cfg(test)]
mod tests {
    use plimsoll_compose::Compose;
    use plimsoll_diagnostics::{FileId, Text};

    use super::*;

    fn with_service<T>(environment: &str, ask: impl Fn(&Service<'_>) -> T) -> Option<T> {
        let text = format!("services:\n  a:\n    image: acme/a:1\n    environment:\n{environment}");
        let compose = Compose::parse(Text::new(&text, FileId::FIRST, 0));
        compose.services.first().map(ask)
    }

    #[test]
    fn passwords_are_judged_by_what_is_beside_them() {
        for (environment, expected) in [
            ("      POSTGRES_USER: Fleetwarden\n", Certainty::Guessable),
            ("      POSTGRES_DB: fleetwarden\n", Certainty::Guessable),
            ("      POSTGRES_USER: fleet\n", Certainty::Likely),
            ("      THEME: fleetwarden\n", Certainty::Likely),
        ] {
            let secret = Secret { kind: SecretKind::Named, certainty: Certainty::Likely };
            let found = with_service(environment, |it| among(it, "POSTGRES_PASSWORD", "fleetwarden", secret));
            assert_eq!(found.map(|it| it.certainty), Some(expected), "{environment}");
        }
    }

    #[test]
    fn setups_of_dummies_have_no_secrets() {
        for (environment, expected) in [
            ("      A_SECRET: dev\n      DB_SECRET_KEY: \"1234567890123456\"\n", true),
            ("      A_SECRET: dev\n      HOST: localhost\n", true),
            ("      A_SECRET: dev\n", false),
            ("      A_SECRET: kV7-qq2Lx\n      HOST: localhost\n", false),
            ("      A_SECRET: ${A}\n      HOST: localhost\n", false),
        ] {
            assert_eq!(with_service(environment, is_dummy_setup), Some(expected), "{environment}");
        }
    }
}
