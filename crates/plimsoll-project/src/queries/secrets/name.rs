//! What the name of a variable says about its value.

/// What the names of variables start with that frameworks write into the scripts of a page, for everyone to read: Next.js,
/// Nuxt, `SvelteKit` and Astro, Vite, Create React App, Vue, Expo, Gatsby, Angular.
const FOR_BROWSERS: [&str; 9] = [
    "NEXT_PUBLIC_",
    "NUXT_PUBLIC_",
    "PUBLIC_",
    "VITE_",
    "REACT_APP_",
    "VUE_APP_",
    "EXPO_PUBLIC_",
    "GATSBY_",
    "NG_APP_",
];

/// What the name of a variable says about its value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NameClass {
    /// A password: `MYSQL_ROOT_PASSWORD`, `dbPass`.
    Password,
    /// Another secret: `API_KEY`, `authToken`.
    Secret,
    /// Perhaps a secret: `KEY`.
    Vague,
    /// Nothing of the kind, or something about a secret: `TOKEN_TTL`, `DB_PASSWORD_FILE`.
    Other,
}

impl NameClass {
    /// Whether the value is a secret, of whatever kind.
    pub fn is_secret(self) -> bool {
        matches!(self, NameClass::Password | NameClass::Secret)
    }
}

/// Words for a password.
const PASSWORD: &[&str] =
    &["password", "passwords", "passwd", "passphrase", "passcode", "passwort", "psw", "pword"];

/// Words for a password that mean something else in front of others: `PASS_THROUGH`.
const PASSWORD_AT_END: &[&str] = &["pass", "pwd", "pw"];

/// Words for another secret.
const SECRET: &[&str] = &[
    "secret",
    "secrets",
    "token",
    "apikey",
    "credential",
    "credentials",
    "secretkey",
    "accesskey",
    "privatekey",
    "authtoken",
    "accesstoken",
    "apitoken",
];

/// Words in front of `key` that make it a secret one.
const SECRET_KEY: &[&str] = &[
    "api",
    "access",
    "private",
    "secret",
    "encryption",
    "signing",
    "master",
    "account",
    "client",
    "app",
    "session",
    "jwt",
    "ssh",
    "deploy",
    "service",
    "auth",
    "admin",
    "storage",
    "hmac",
    "webhook",
    "license",
    "licence",
    "cookie",
];

/// Words that may follow a secret and leave it one: `SECRET_KEY_BASE`.
const QUALIFIER: &[&str] = &[
    "base",
    "base64",
    "value",
    "default",
    "old",
    "new",
    "current",
    "prod",
    "production",
    "dev",
    "development",
    "test",
    "staging",
    "local",
    "plain",
    "text",
    "hex",
    "primary",
    "secondary",
];

/// Words after which nothing secret is meant.
const HARMLESS: &[&str] = &[
    "public",
    "pub",
    "publishable",
    "foreign",
    "gpg",
    "pgp",
    "keyboard",
    "keycloak",
    "tokenizer",
    "tokenizers",
    "allow",
    "disable",
    "disabled",
    "enable",
    "require",
    "required",
    "random",
    "skip",
    "generate",
    "bypass",
    "min",
    "max",
    "checksum",
    "reset",
    "forgot",
    "show",
    "hide",
    "use",
    "is",
    "has",
];

/// Last words that describe a secret rather than being one.
const DESCRIPTION: &[&str] = &[
    "file",
    "files",
    "path",
    "dir",
    "name",
    "id",
    "url",
    "uri",
    "host",
    "hostname",
    "port",
    "version",
    "ttl",
    "expiry",
    "expiration",
    "expires",
    "lifetime",
    "timeout",
    "length",
    "len",
    "size",
    "count",
    "type",
    "mode",
    "method",
    "algorithm",
    "algo",
    "policy",
    "provider",
    "enabled",
    "header",
    "field",
    "prefix",
    "suffix",
    "format",
    "store",
    "vault",
    "issuer",
    "env",
    "ref",
    "location",
    "home",
    "alias",
    "fingerprint",
    "realm",
    "audience",
    "scope",
    "interval",
    "age",
    "limit",
    "rotation",
    "domain",
    "user",
    "username",
    "email",
    "image",
    "region",
    "language",
    "encoder",
    "encoding",
    "hash",
    "hashed",
    "hasher",
    "hashers",
    "checker",
    "validator",
    "validators",
    "sha1",
    "sha2",
    "sha256",
    "sha384",
    "sha512",
    "md5",
    "digest",
    "cost",
    "rounds",
    "regex",
    "pattern",
    "strength",
    "complexity",
    "hint",
    "label",
    "column",
    "endpoint",
    "cmd",
    "command",
    "days",
    "hours",
    "minutes",
    "seconds",
    "history",
    "set",
    "generator",
    "manager",
    "backend",
    "driver",
    "class",
    "change",
    "changed",
    "login",
];

/// Whether the value of a variable is for browsers: a framework puts it into a page, or it is a key of Google Maps or Firebase, which
/// Google restricts by the addresses of pages.
pub(super) fn is_for_browsers(name: &str) -> bool {
    FOR_BROWSERS.iter().any(|start| name.starts_with(start))
        || ["MAPS", "FIREBASE"].iter().any(|product| name.contains(product))
}

/// What the name of a variable says about its value. The letter case and the way words are put together do not
/// matter: `DB_PASSWORD`, `dbPassword`, `db.password`.
pub fn classify(name: &str) -> NameClass {
    let words = words(name);
    let is_one_of = |list: &[&str]| words.iter().any(|word| list.contains(&&**word));
    let Some(last) = words.last() else { return NameClass::Other };
    // A secret about what is public, as that of the cookies of a public interface, is one all the same.
    let is_named_secret = last == "secret" && words.first().is_some_and(|first| first == "public");
    if is_one_of(HARMLESS) && !is_named_secret || DESCRIPTION.contains(&&**last) {
        return NameClass::Other;
    }
    if words
        .iter()
        .any(|word| PASSWORD.contains(&&**word) || word.ends_with("password") || word.ends_with("passwd"))
    {
        return NameClass::Password;
    }
    // The image of Kafka takes the names of files: `KAFKA_SSL_KEYSTORE_CREDENTIALS` (docs.confluent.io, Docker security).
    let is_last =
        |end: &[&str]| words.iter().rev().map(|word| &**word).take(end.len()).eq(end.iter().rev().copied());
    if ["keystore", "truststore", "key"].iter().any(|store| is_last(&["ssl", store, "credentials"])) {
        return NameClass::Other;
    }
    // etcd tells clusters apart by it: it is in every example (etcd.io/docs, "Configuration options").
    if is_last(&["initial", "cluster", "token"]) {
        return NameClass::Other;
    }
    let qualified =
        |word: &&String| QUALIFIER.contains(&&***word) || word.bytes().all(|byte| byte.is_ascii_digit());
    let mut backwards = words.iter().rev().skip_while(qualified);
    match (backwards.next().map(|word| &**word), backwards.next().map(|word| &**word)) {
        // The working directory, not a password. Images of Kafka read the other from a file with this name.
        (Some("pwd"), None) | (Some("credentials"), Some("keystore" | "truststore")) => NameClass::Other,
        (Some(word), _) if PASSWORD_AT_END.contains(&word) => NameClass::Password,
        (Some(word), _) if SECRET.contains(&word) || word.ends_with("secret") => NameClass::Secret,
        // Browsers send it.
        (Some("key"), Some("sentry")) => NameClass::Other,
        // So it is with that of Amplitude (amplitude.com/docs, "API keys").
        (Some("key"), Some("api")) if words.iter().any(|word| word == "amplitude") => NameClass::Other,
        // libSQL verifies tokens with it: it is the public half (docs of `sqld`, `SQLD_AUTH_JWT_KEY`).
        (Some("key"), Some("jwt")) if words.first().is_some_and(|word| word == "sqld") => NameClass::Other,
        (Some("key"), Some(before)) if SECRET_KEY.contains(&before) => NameClass::Secret,
        (Some("key" | "auth"), _) => NameClass::Vague,
        _ => NameClass::Other,
    }
}

/// The words of a name, in small letters.
fn words(name: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut word = String::new();
    let mut characters = name.chars().peekable();
    let mut before = '_';
    while let Some(character) = characters.next() {
        let next_is_small = characters.peek().is_some_and(char::is_ascii_lowercase);
        // `dbPassword` and `DBPassword`, but not `PASSWORD`.
        let starts = character.is_ascii_uppercase()
            && (before.is_ascii_lowercase()
                || before.is_ascii_digit()
                || (before.is_ascii_uppercase() && next_is_small));
        if (starts || !character.is_alphanumeric()) && !word.is_empty() {
            words.push(std::mem::take(&mut word));
        }
        if character.is_alphanumeric() {
            word.push(character.to_ascii_lowercase());
        }
        before = character;
    }
    if !word.is_empty() {
        words.push(word);
    }
    words
}
