//! What the other variables of a service say about a secret: that it is its own user's name, or that nothing in this setup is
//! secret.

use std::borrow::Cow;
use std::cell::OnceCell;
use std::collections::{HashMap, HashSet};

use plimsoll_compose::interpolate::Template;
use plimsoll_compose::{Pair, Service};

use super::{Certainty, NameClass, Secret, SecretKind, classify, is_example, judge, value};

/// The other variables of a service. Each answer is looked for once, however many secrets the service has.
pub(super) struct Surroundings<'c> {
    service: &'c Service<'c>,
    repeated: OnceCell<HashMap<String, NamedBy>>,
    guessable: OnceCell<HashSet<&'c str>>,
    names: OnceCell<Vec<String>>,
    is_dummy_setup: OnceCell<bool>,
}

/// The variables that hold a user's or a database's name, as capitals.
struct NamedBy {
    first: String,
    has_others: bool,
}

impl<'c> Surroundings<'c> {
    pub(super) fn new(service: &'c Service<'c>) -> Surroundings<'c> {
        Surroundings {
            service,
            repeated: OnceCell::new(),
            guessable: OnceCell::new(),
            names: OnceCell::new(),
            is_dummy_setup: OnceCell::new(),
        }
    }

    /// A secret as its surroundings show it: a password that repeats the name of a user or a database is guessable, and so
    /// are one that is made of names of the service, and the hash of one that is guessable itself.
    pub(super) fn judge(&self, name: &str, value: &str, secret: Secret) -> Secret {
        let value = &*with_defaults(value);
        let is_weak = secret.kind == SecretKind::Named
            && secret.certainty == Certainty::Likely
            && (self.repeats_name(name, value)
                || self.is_made_of_names(value)
                || self.is_hash_of_guessable(name));
        if is_weak { Secret { certainty: Certainty::Guessable, ..secret } } else { secret }
    }

    /// Whether a service is set up for one machine with passwords that nobody means: it calls itself `localhost`, and another
    /// of its secrets is guessable or a dummy; or two others are.
    pub(super) fn is_dummy_setup(&self) -> bool {
        *self.is_dummy_setup.get_or_init(|| {
            let environment = &self.service.environment;
            let dummies = environment.iter().filter(|pair| is_dummy(pair)).count();
            let is_local = || {
                let names_itself = |text: &str| {
                    text == "localhost" || text.contains("//localhost") || text.contains("//127.0.0.1")
                };
                environment.iter().any(|pair| written(pair).is_some_and(names_itself))
            };
            dummies > 1 || dummies == 1 && is_local()
        })
    }

    fn repeats_name(&self, name: &str, value: &str) -> bool {
        let repeated = self.repeated.get_or_init(|| {
            let mut all: HashMap<String, NamedBy> = HashMap::new();
            for (own, value) in named_values(self.service) {
                match all.get_mut(&value.to_ascii_lowercase()) {
                    Some(known) => known.has_others |= known.first != own,
                    None => {
                        all.insert(value.to_ascii_lowercase(), NamedBy { first: own, has_others: false });
                    }
                }
            }
            all
        });
        let found = repeated.get(&value::unquoted(value.trim()).to_ascii_lowercase());
        found.is_some_and(|by| by.has_others || by.first != name.to_ascii_uppercase())
    }

    /// Whether a password is a name of its service with words that everybody adds: `joomla@secured`, `AcmePwd2024`.
    fn is_made_of_names(&self, value: &str) -> bool {
        let names = self.names.get_or_init(|| {
            let service = self.service;
            let image = service.image.as_ref().map(|image| &*image.value).unwrap_or_default();
            let image = image.rsplit('/').next().and_then(|name| name.split([':', '@']).next());
            let of_variables: Vec<_> = named_values(service).map(|(_, value)| value).collect();
            let container = service.container_name.as_ref().map(|name| &*name.value);
            let own = [Some(&*service.name.value), container, image].into_iter().flatten();
            let all = own.chain(of_variables.iter().map(|value| &**value));
            let words = all.flat_map(|name| name.split(|c: char| !c.is_ascii_alphabetic()).chain([name]));
            let long = words.filter(|word| word.len() > 3);
            let mut names: Vec<String> = long.map(letters).take(MOST_NAMES).collect();
            names.sort_by_key(|name| std::cmp::Reverse(name.len()));
            names.retain(|name| name.len() > 3);
            names
        });
        let digits = value.bytes().filter(u8::is_ascii_digit).count();
        let mut rest = letters(value);
        if digits > 4 || rest.len() > LONGEST_PASSWORD || !names.iter().any(|name| rest.contains(&**name)) {
            return false;
        }
        for word in names.iter().map(String::as_str).chain(FILLERS) {
            rest = rest.replace(word, " ");
        }
        rest.trim().is_empty()
    }

    /// Whether it is `NAME_HASH` beside a guessable `NAME`.
    fn is_hash_of_guessable(&self, name: &str) -> bool {
        let Some(plain) = name.strip_suffix("_HASH") else { return false };
        let guessable = self.guessable.get_or_init(|| {
            let is_guessable = |pair: &&Pair<'_>| is_guessable(&pair.name.value, written(pair));
            self.service.environment.iter().filter(is_guessable).map(|pair| &*pair.name.value).collect()
        });
        guessable.contains(plain)
    }
}

/// Whether a service says that it is not for production: `NODE_ENV: development`, `POSTGRES_DB: shop_test`.
pub(super) fn says_development(service: &Service<'_>) -> bool {
    const WORDS: [&str; 5] = ["dev", "development", "test", "testing", "local"];
    let says_so = |pair: &Pair<'_>| {
        let name = pair.name.value.to_ascii_uppercase();
        if name == "FLASK_DEBUG" {
            return written(pair).is_some_and(|text| matches!(text, "1" | "true"));
        }
        let is_environment = name.ends_with("_ENV") || name.ends_with("ENVIRONMENT");
        let is_database = ["_DB", "DATABASE", "DB_NAME", "DBNAME", "DATABASE_NAME"];
        let is_database = is_database.iter().any(|end| name.ends_with(end));
        let Some(text) = written(pair).filter(|text| is_environment || is_database && text.contains('_'))
        else {
            return false;
        };
        // `${NODE_ENV:-development}`
        let is_plain = text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"_-${:}".contains(&byte));
        let last = text.rsplit([':', '-', '}', '_']).find(|word| !word.is_empty());
        is_plain && last.is_some_and(|last| WORDS.iter().any(|word| word.eq_ignore_ascii_case(last)))
    };
    service.environment.iter().any(says_so)
}

/// Whether services have several passwords, each of them a dummy.
pub(super) fn has_only_dummies<'c>(services: impl Iterator<Item = &'c Service<'c>>) -> bool {
    let is_password = |pair: &&Pair<'_>| {
        let text = written(pair).unwrap_or_default();
        classify(&pair.name.value) == NameClass::Password
            && !text.is_empty()
            && !text.contains('$')
            && !value::is_no_secret(text)
    };
    let mut passwords = services.flat_map(|service| &service.environment).filter(is_password);
    // What stands for a password, and the word itself. A database's own name is often what is used.
    let is_one = |pair: &Pair<'_>| {
        let text = written(pair).unwrap_or_default();
        text.eq_ignore_ascii_case("password") || is_example(&pair.name.value, text)
    };
    let mut count = 0;
    passwords.all(|pair| {
        count += 1;
        is_one(pair)
    }) && count > 1
}

/// What the variables with the name of a user or a database end in.
const ENDS: [&str; 7] = ["USER", "USERNAME", "_DB", "DATABASE", "DB_NAME", "DBNAME", "DATABASE_NAME"];

/// The variables with the name of a user or a database, in capitals, and their values.
fn named_values<'p>(service: &'p Service<'_>) -> impl Iterator<Item = (String, Cow<'p, str>)> {
    service.environment.iter().filter_map(|pair| {
        let own = pair.name.value.to_ascii_uppercase();
        let is_name = ENDS.iter().any(|end| own.ends_with(end));
        Some((own, with_defaults(written(pair).filter(|_| is_name)?)))
    })
}

/// A value with the defaults of its variables: `${DB_USER:-shop}` is `shop`.
fn with_defaults(value: &str) -> Cow<'_, str> {
    if value.contains("${") { Template::parse(value).expand(|_| None).value.into() } else { value.into() }
}

/// What people add to a name for a password, the longer words first.
const FILLERS: [&str; 22] = [
    "password", "secured", "passwd", "secret", "secure", "server", "docker", "admin", "local", "super",
    "token", "pass", "prod", "root", "test", "user", "demo", "key", "pwd", "dev", "app", "db",
];

/// How many names of a service are looked for in its passwords, and up to how many letters these have.
const MOST_NAMES: usize = 20;
const LONGEST_PASSWORD: usize = 40;

/// The letters of a text, in lowercase.
fn letters(text: &str) -> String {
    text.chars().filter(char::is_ascii_alphabetic).map(|c| c.to_ascii_lowercase()).collect()
}

/// Whether a variable is called a secret and holds a word that everybody would try.
fn is_dummy(pair: &Pair<'_>) -> bool {
    let name = &*pair.name.value;
    let Some(text) = written(pair) else { return false };
    let is_secret = classify(name).is_secret();
    let is_short = text.len() < 6 && !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_lowercase());
    is_secret
        && !text.contains('$')
        && (is_short || is_guessable(name, Some(text)) || value::is_counted(text))
}

fn written<'p>(pair: &'p Pair<'_>) -> Option<&'p str> {
    Some(value::unquoted(pair.value.as_ref()?.template().trim()))
}

fn is_guessable(name: &str, text: Option<&str>) -> bool {
    text.and_then(|text| judge(name, text)).is_some_and(|it| it.certainty == Certainty::Guessable)
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
            let found = with_service(environment, |it| {
                Surroundings::new(it).judge("POSTGRES_PASSWORD", "fleetwarden", secret)
            });
            assert_eq!(found.map(|it| it.certainty), Some(expected), "{environment}");
        }
    }

    #[test]
    fn passwords_of_names_and_fillers_are_guessable() {
        for (value, expected) in [
            ("fleet@secured", true),
            ("FleetWardenPwd2024", true),
            ("secured", false),
            ("fleetkV7qq2Lx", false),
            ("fleet-20240102", false),
        ] {
            let found = with_service("      POSTGRES_USER: Fleet-Warden\n", |it| {
                Surroundings::new(it).is_made_of_names(value)
            });
            assert_eq!(found, Some(expected), "{value}");
        }
    }

    #[test]
    fn services_say_that_they_are_for_development() {
        for (environment, expected) in [
            ("      NODE_ENV: development\n", true),
            ("      - APP_ENV=${APP_ENV:-local}\n", true),
            ("      POSTGRES_DB: shop_test\n", true),
            ("      POSTGRES_DB: test\n", false),
            ("      NODE_ENV: production\n", false),
            ("      DATABASE: postgres://a/shop_dev\n", false),
        ] {
            assert_eq!(with_service(environment, says_development), Some(expected), "{environment}");
        }
    }

    #[test]
    fn files_of_dummies_have_no_other_password() {
        for (environment, expected) in [
            ("      A_PASSWORD: password\n      B_PASSWORD: example\n      C_TOKEN: kV7-qq2Lx\n", true),
            ("      A_PASSWORD: changeme\n      B_PASSWORD: kV7-qq2Lx\n", false),
            ("      A_PASSWORD: changeme\n      B_PASSWORD: ${B}\n", false),
            ("      A_PASSWORD: changeme\n      B_PASSWORD: postgres\n", false),
        ] {
            let found = with_service(environment, |it| has_only_dummies(std::iter::once(it)));
            assert_eq!(found, Some(expected), "{environment}");
        }
    }

    #[test]
    fn setups_of_dummies_have_no_secrets() {
        for (environment, expected) in [
            ("      A_SECRET: dev\n      DB_SECRET_KEY: \"1234567890123456\"\n", true),
            ("      A_SECRET: dev\n      HOST: localhost\n", true),
            ("      A_SECRET: dev\n", false),
            ("      A_KEY: user_provided\n      B_API_KEY: user_provided\n", false),
            ("      A_SECRET: kV7-qq2Lx\n      HOST: localhost\n", false),
            ("      A_SECRET: ${A}\n      HOST: localhost\n", false),
        ] {
            assert_eq!(
                with_service(environment, |it| Surroundings::new(it).is_dummy_setup()),
                Some(expected),
                "{environment}"
            );
        }
    }
}
