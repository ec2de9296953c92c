//! The configuration of Docker's client, `config.json`: the credentials in it.

use plimsoll_compose::yaml::{Entry, Yaml};
use plimsoll_diagnostics::Span;

use crate::Document;
use crate::queries::base64;
use crate::queries::secrets::{Certainty, judge};

/// The kind of its documents.
pub const KIND: &str = "client configuration";

/// The credentials in it: what to say about each, where it is, and what it is.
pub fn credentials(document: &Document<'_>) -> Vec<(String, Span, &'static str)> {
    let mut found = Vec::new();
    let Some(config) = document.data.documents.first() else { return found };
    for registry in entries(config, "auths") {
        let of_registry = registry.value.as_mapping().map(|auth| &*auth.entries).unwrap_or_default();
        for entry in of_registry {
            let Some(value) = entry.value.as_scalar().filter(|value| !is_placeholder(&value.value)) else {
                continue;
            };
            let what = match &*entry.key.value {
                "auth" if password_in(&value.value).is_some_and(|password| is_real(&password)) => "password",
                "password" if is_real(&value.value) => "password",
                "identitytoken" | "registrytoken" => "token",
                _ => continue,
            };
            found.push((format!("saved {what} for `{}`", registry.key.value), value.span, what));
        }
    }
    let headers = entries(config, "HttpHeaders").iter();
    let is_authorization = |entry: &&Entry<'_>| entry.key.value.eq_ignore_ascii_case("Authorization");
    let headers = headers.filter(is_authorization).filter_map(|entry| entry.value.as_scalar());
    let headers = headers.filter(|value| !is_placeholder(&value.value));
    found.extend(headers.map(|value| ("hard-coded token in `HttpHeaders`".to_owned(), value.span, "token")));
    for proxy in entries(config, "proxies").iter().filter_map(|entry| entry.value.as_mapping()) {
        for entry in &proxy.entries {
            let Some(value) = entry.value.as_scalar() else { continue };
            let secret = judge(&entry.key.value, &value.value);
            if secret.is_some_and(|secret| secret.certainty != Certainty::Guessable) {
                found.push((format!("hard-coded password in `{}`", entry.key.value), value.span, "password"));
            }
        }
    }
    found
}

fn entries<'y, 's>(config: &'y Yaml<'s>, key: &str) -> &'y [Entry<'s>] {
    let mapping = config.get(key).and_then(Yaml::as_mapping);
    mapping.map(|mapping| &*mapping.entries).unwrap_or_default()
}

fn is_placeholder(text: &str) -> bool {
    text.is_empty() || text.contains(['$', '<', '{'])
}

fn is_real(password: &str) -> bool {
    judge("password", password).is_some_and(|secret| secret.certainty != Certainty::Guessable)
}

/// What follows the colon of `user:password` in base64.
fn password_in(text: &str) -> Option<String> {
    let decoded = String::from_utf8(base64::decode(text)?).ok()?;
    let (_, password) = decoded.split_once(':')?;
    Some(password.trim_end_matches('\0').to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base64_is_read() {
        assert_eq!(password_in("YWxpY2U6czNjcmV0LXB3").as_deref(), Some("s3cret-pw"));
        assert_eq!(password_in("YWxpY2U6").as_deref(), Some(""));
        assert_eq!(password_in("not base64"), None);
    }
}
