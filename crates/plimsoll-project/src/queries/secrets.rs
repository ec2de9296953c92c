//! Whether a variable holds a secret, told by its name and its value together.
//!
//! A name alone is wrong about half the time: `TOKEN_TTL`, `GPG_KEY`. A value alone misses the passwords that
//! people choose themselves.

mod command;
mod easy_hash;
mod format;
mod kept;
mod name;
mod of_services;
mod published;
mod shell;
mod surroundings;
mod value;

use plimsoll_compose::interpolate::Template;

pub use command::{concealed, concealed_in_text, in_command};
pub use easy_hash::EasyHashes;
pub use kept::{Kept, Mounted, kept_by, kept_from_pipe};
pub use name::{NameClass, classify};
pub use of_services::of_services;
pub use shell::written_in;

pub use crate::values::secret::{Certainty, Found, Secret, SecretKind};

/// Whether the variable `name` holds a secret when `value` is written for it.
///
/// `$NAME` and `${NAME}` in the value count as unknown and make it none; `${NAME:-default}` counts as its default.
/// Nor is a placeholder a secret (`<your-token>`, `changeme`), or a path to one.
pub fn judge(name: &str, value: &str) -> Option<Secret> {
    // Most words of commands are too short to give themselves away.
    if name.is_empty() && format::is_too_short(value) && !value::may_be_connection(value) {
        return None;
    }
    if value.contains('$') {
        let expansion = Template::parse(value).expand(|_| None);
        let whole = expansion.unset.is_empty() && expansion.missing.is_empty();
        judge_expanded(name, &expansion.value, whole)
    } else {
        judge_expanded(name, value, true)
    }
}

/// The same for a value without variables. It is not `whole` when there were some, of which nothing is known.
fn judge_expanded(name: &str, value: &str, whole: bool) -> Option<Secret> {
    let text = value::unquoted(value.trim());
    if text.is_empty() || format::is_for_browsers(text) || format::is_encoded_stub(text) {
        return None;
    }
    if published::is_published(text) {
        let is_secret = classify(name).is_secret();
        return is_secret.then_some(Secret { kind: SecretKind::Named, certainty: Certainty::Guessable });
    }
    if let Some(kind) = format::find(text) {
        if kind == SecretKind::Token("Google API key") && name::is_for_browsers(name) {
            return None;
        }
        return Some(Secret { kind, certainty: Certainty::Certain });
    }
    // `redis://:${PASSWORD}@cache` has an empty password once its variable is taken out.
    if let Some(password) = value::connection_password(text) {
        return value::strength(password).map(|certainty| Secret { kind: SecretKind::Connection, certainty });
    }
    if !whole || name.is_empty() {
        return None;
    }
    let certainty = match name::classify(name) {
        NameClass::Password => value::strength(text),
        NameClass::Secret => {
            value::strength(text).filter(|_| !value::is_number(text) && !value::is_fingerprint(text))
        }
        NameClass::Vague => value::looks_random(text).then_some(Certainty::Likely),
        NameClass::Other => None,
    };
    certainty.map(|certainty| Secret { kind: SecretKind::Named, certainty })
}

/// Whether the value of a variable that is called a secret is a long random key, which only a machine makes.
pub(crate) fn is_key(name: &str, value: &str) -> bool {
    let text = value::unquoted(value.trim());
    let is_named = classify(name).is_secret();
    is_named && text.len() >= 32 && value::looks_random(text)
}

/// Whether the value of a variable is an example of a password that nobody replaced: `changeme`. Whatever it was meant to be,
/// the program takes it as it is.
pub fn is_example(name: &str, value: &str) -> bool {
    let text = value::unquoted(value.trim());
    let is_one = |text: &str| !text.is_empty() && !value::is_no_secret(text) && value::is_placeholder(text);
    match value::connection_password(text) {
        _ if value.contains('$') => false,
        Some(password) => is_one(password),
        None => classify(name).is_secret() && is_one(text),
    }
}

/// Whether the value of a variable is better not shown: it is a secret, or is called one, however short it is.
pub fn is_private(name: &str, value: &str) -> bool {
    let text = value::unquoted(value.trim());
    let is_kept = |text: &str| !text.is_empty() && !text.starts_with('$') && !value::is_elsewhere(text);
    let is_named = classify(name).is_secret() && is_kept(text);
    is_named || value::connection_password(text).is_some_and(is_kept) || judge(name, value).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn certainty(name: &str, value: &str) -> Option<Certainty> {
        judge(name, value).map(|secret| secret.certainty)
    }

    #[test]
    fn names_and_values_decide_together() {
        use Certainty::{Guessable, Likely};
        for (name, value, expected) in [
            ("POSTGRES_PASSWORD", "postgres", Some(Guessable)),
            ("POSTGRES_PASSWORD", "Passw0rd!", Some(Guessable)),
            ("API_KEY", "acme-dev-2024", Some(Guessable)),
            ("API_KEY", "acme-prod-2024", Some(Likely)),
            ("API_KEY", "dev-9f8a7b6c5d4e", Some(Likely)),
            ("MYSQL_ROOT_PASSWORD", "123456", Some(Guessable)),
            ("MYSQL_ROOT_PASSWORD", "OurVeryStrongDatabasePassword", Some(Guessable)),
            ("API_SECRET", "mysecretmysecretmysecretmysec12345", Some(Guessable)),
            ("dbPassword", "kV7-qq2Lx", Some(Likely)),
            ("PGPASSWORD", "kV7-qq2Lx", Some(Likely)),
            ("DB_PASSWORD", "${DB_PASSWORD:-kV7-qq2Lx}", Some(Likely)),
            ("APP_SECRET", "f2a9c04be1d7", Some(Likely)),
            ("SECRET_KEY_BASE", "f2a9c04be1d7", Some(Likely)),
            ("APP_KEY", "base64:8Qm2Zc0pLw9RkT4v", Some(Likely)),
            ("APP_KEY", "base64:c3R1Yi1rZXktZm9yLWltYWdlLWJ1aWxkcy0w", None),
            ("APP_KEY", "base64:a1Y3cXEyTHhuaWdodGluZ2FsZVA=", Some(Likely)),
            ("DB_PASSWORD", "${DB_PASSWORD}", None),
            ("DB_PASSWORD", "$DB_PASSWORD", None),
            ("DB_PASSWORD", "${DB_PASSWORD:?set it}", None),
            ("DB_PASSWORD", "", None),
            (
                "DSP_TOKEN",
                "Ar6MqtKFw6SUh5oefu/4F6omNKaC+NcxUOkgABseyJvcmlnaW4iOiJodHRwczovL2EuZXhhbXBsZSJ9",
                None,
            ),
            (
                "API_TOKENS",
                "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIiwibmFtZSI6IkpvaG4gRG9lIiwiYWRtaW4iOnRydWV9.c2lnbmF0dXJlLW9mLTMy",
                None,
            ),
            // `{"role":"anon"}` and `{"role":"user"}`.
            ("SUPABASE_ANON_KEY", "eyJhbGciOiJIUzI1NiJ9.eyJyb2xlIjoiYW5vbiJ9.c2lnbmF0dXJlLW9mLTMy", None),
            (
                "SUPABASE_KEY",
                "eyJhbGciOiJIUzI1NiJ9.eyJyb2xlIjoidXNlciJ9.c2lnbmF0dXJlLW9mLTMy",
                Some(Certainty::Certain),
            ),
            ("DB_PASSWORD", "changeme", None),
            ("DB_PASSWORD", "Ch4ngeM3", None),
            ("DB_PASSWORD", "<your password>", None),
            ("DB_PASSWORD", "#LIBREPSW", None),
            ("KAFKA_SSL_TRUSTSTORE_CREDENTIALS", "broker1_truststore_creds", None),
            ("DB_PASSWORD", "$(cat /run/secrets/db)", None),
            ("DB_PASSWORD_FILE", "/run/secrets/db", None),
            ("DB_PASSWORD", "/run/secrets/db", None),
            ("MYSQL_RANDOM_ROOT_PASSWORD", "yes", None),
            ("TOKEN_TTL", "kV7-qq2Lx", None),
            ("MAX_TOKEN", "4096", None),
            ("GPG_KEY", "7169605F62C751356D054A26A821E680E5FA6305", None),
            ("NGINX_SIGNING_KEY", "573BFD6B3D8FBC641079A6ABABF5BD827BD9BF62", None),
            ("SORT_KEY", "created-at-descending", None),
            ("ADD_KNOWN_SECRETS", "postgres[rules-engine],message-bus[rules-engine]", None),
            ("NGC_API_KEY", "CYBER_DEV_DAY", None),
            ("PUBLIC_COOKIE_SECRET", "f3b1c07e9a4d5826b7e0c1f29d8a6453", Some(Likely)),
            ("PUBLIC_COOKIE_KEY", "f3b1c07e9a4d5826b7e0c1f29d8a6453", None),
            ("NGC_API_KEY", "nvapi-CYBER_DEV_DAY", None),
            ("NGC_API_KEY", "CYBERDEVDAY_2Q", Some(Likely)),
            ("SENTRY_KEY", "3cf75f54983e473da6bd07daddf0d2ee", None),
            ("SECRET_KEY", "da39a3ee5e6b4b0d3255bfef95601890afd80709", Some(Guessable)),
            ("API_TOKEN", "ThisIsAFakeTokenForValidationOnly2", None),
            ("PUBLIC_MAPS_KEY", "AIzaSyB7tKcQ0vXr2mNpL5wZ8jH3dF6gT1yU4eI", None),
            ("VITE_FIREBASE_API_KEY", "AIzaSyB7tKcQ0vXr2mNpL5wZ8jH3dF6gT1yU4eI", None),
            ("GEMINI_API_KEY", "AIzaSyB7tKcQ0vXr2mNpL5wZ8jH3dF6gT1yU4eI", Some(Certainty::Certain)),
            ("SENTRY_AUTH_TOKEN", "3cf75f54983e473da6bd07daddf0d2ee", Some(Likely)),
            ("JWT_SECRET_KEY", "%kernel.project_dir%/config/jwt/private.pem", None),
            ("KEYCLOAK_URL", "https://login.acme.dev/realms/main", None),
            ("COMPASS", "kV7-qq2Lx", None),
        ] {
            assert_eq!(certainty(name, value), expected, "{name}={value}");
        }
    }

    #[test]
    fn examples_are_passwords_too() {
        for (name, value, expected) in [
            ("POSTGRES_PASSWORD", "example", true),
            ("POSTGRES_PASSWORD", "changeme", true),
            ("SECRET_KEY", "replace-this", true),
            ("DATABASE_URL", "postgres://app:changeme@db/app", true),
            ("POSTGRES_PASSWORD", "${PW:-example}", false),
            ("POSTGRES_PASSWORD", "", false),
            ("POSTGRES_PASSWORD", "/run/secrets/example", false),
            ("MYSQL_RANDOM_ROOT_PASSWORD", "yes", false),
            ("POSTGRES_DB", "example", false),
        ] {
            assert_eq!(is_example(name, value), expected, "{name}={value}");
        }
    }

    #[test]
    fn short_secrets_are_not_shown() {
        for (name, value, expected) in [
            ("DB_PASS", "x", true),
            ("SECRET", "s", true),
            ("API_TOKEN", "changeme", true),
            ("URL", "postgres://app:p@db/app", true),
            ("URL", "postgres://app:kV7-qq2Lx@${HOST}/app", true),
            ("URL", "postgres://app:${PW}@db/app", false),
            ("DB_PASSWORD", "${PW}", false),
            ("DB_PASSWORD", "", false),
            ("DB_PASSWORD_FILE", "/run/secrets/db", false),
            ("DB_PASSWORD", "/run/secrets/db", false),
            ("RANDOM_PASSWORD", "yes", false),
            ("PORT", "80", false),
        ] {
            assert_eq!(is_private(name, value), expected, "{name}={value}");
        }
    }

    #[test]
    fn values_give_themselves_away() {
        // Put together here, so that no scanner takes this file for a leak.
        let github = format!("ghp_{}", "k3Jx9QmT2vLw8RzB5nYc7HdF1sGp4AqE6uXo");
        assert_eq!(judge("X", &github).map(|s| s.kind), Some(SecretKind::Token("GitHub token")));
        assert_eq!(judge("X", &format!("ghp_{}", "x".repeat(36))), None);
        assert_eq!(judge("X", &format!("glpat-{}", "dummy-token-for-listing-tools")), None);
        let gitlab = format!("glpat-{}", "zq-Vw8RzB5nYc7HdF1sG");
        assert_eq!(judge("X", &gitlab).map(|s| s.kind), Some(SecretKind::Token("GitLab token")));
        let key = format!("-----BEGIN {} KEY-----\nMII", "RSA PRIVATE");
        assert_eq!(judge("X", &key).map(|s| s.kind), Some(SecretKind::PrivateKey));
        for (value, expected) in [
            ("postgres://app:kV7-qq2Lx@db/app", Some(Certainty::Likely)),
            ("postgres://app:app@db/app", Some(Certainty::Guessable)),
            ("postgres://app:${PW}@db/app", None),
            ("postgres://app@db/app", None),
            ("https://db.acme.dev/a:b@c", None),
            ("Server=db;User Id=sa;Password=kV7-qq2Lx;", Some(Certainty::Likely)),
            ("Server=db;User Id=sa;Password=${SA};", None),
        ] {
            assert_eq!(certainty("URL", value), expected, "{value}");
        }
    }
}
