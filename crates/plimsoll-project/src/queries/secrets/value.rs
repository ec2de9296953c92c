//! What a value says about itself: a placeholder, a path, a word anybody guesses, or something to keep.

use plimsoll_facts::passwords;

use super::Certainty;

/// Words in a text that is to be replaced.
const PLACEHOLDER: &[&str] = &[
    "changeme",
    "changethis",
    "changeit",
    "changepassword",
    "pleasechange",
    "replace",
    "your",
    "placeholder",
    "example",
    "todo",
    "fixme",
    "dummy",
    "afake",
    "fakekey",
    "fakesecret",
    "faketoken",
    "insert",
    "choose",
    "fillme",
    "fillthis",
    "fillin",
    "something",
    "redacted",
    "setthis",
    "setme",
    "somerandom",
    "randomstring",
    "secretstring",
    "generateme",
    "buildonly",
    "buildtime",
    "notset",
    "unset",
];

/// Values that switch something.
const SWITCH: &[&str] = &[
    "true",
    "false",
    "yes",
    "no",
    "on",
    "off",
    "none",
    "null",
    "nil",
    "undefined",
    "required",
    "optional",
    "user_provided",
    "enabled",
    "disabled",
    "enable",
    "disable",
    "always",
    "never",
    "auto",
    "random",
    "default",
    "trust",
    "empty",
    "env",
    "file",
];

/// What a value starts with that stands for a secret kept elsewhere, or that is the public half of one.
const REFERENCE: &[&str] = &[
    "arn:",
    "urn:",
    "vault:",
    "op://",
    "ssm:",
    "secretsmanager:",
    "secret://",
    "file:",
    "env:",
    "akv:",
    "ssh-rsa ",
    "ssh-ed25519 ",
    "ecdsa-sha2-",
    "-----begin public key",
    "-----begin certificate",
    "-----begin pgp public",
];

/// Ends of the names of files.
const FILE: &[&str] = &[
    ".pem",
    ".key",
    ".crt",
    ".cer",
    ".txt",
    ".json",
    ".yml",
    ".yaml",
    ".env",
    ".jks",
    ".p12",
    ".pfx",
    ".pub",
    ".conf",
    ".cfg",
    ".properties",
    ".secret",
    ".passwd",
    ".php",
    ".xml",
    ".toml",
    ".ini",
    ".keystore",
];

/// Without one pair of quotes around it.
pub(super) fn unquoted(value: &str) -> &str {
    let inner = |quote: char| value.strip_prefix(quote)?.strip_suffix(quote);
    inner('"').or_else(|| inner('\'')).unwrap_or(value)
}

/// How much a value is worth keeping as a password or a key; `None` when it is none.
pub(super) fn strength(value: &str) -> Option<Certainty> {
    if is_no_secret(value) || is_placeholder(value) {
        return None;
    }
    Some(if is_guessable(value) { Certainty::Guessable } else { Certainty::Likely })
}

/// Whether nobody would write this but a machine: long, of many characters, with digits among letters.
pub(super) fn looks_random(value: &str) -> bool {
    let digits = value.bytes().filter(u8::is_ascii_digit).count();
    let letters = value.bytes().filter(u8::is_ascii_alphabetic).count();
    value.len() >= 16
        && !is_fingerprint(value)
        && distinct(value) >= 8
        && digits >= 2
        && letters >= 2
        && strength(value) == Some(Certainty::Likely)
}

/// Whether it is written as an `OpenPGP` key is named: by its fingerprint of 40 hexadecimal digits, the letters capital, or
/// behind `0x` by the last 8 or 16 of them.
pub(super) fn is_fingerprint(value: &str) -> bool {
    let end = value.strip_prefix("0x");
    let digits = end.unwrap_or(value);
    let is_long_enough = digits.len() == 40 || end.is_some() && matches!(digits.len(), 8 | 16);
    is_long_enough && digits.bytes().all(|byte| byte.is_ascii_digit() || (b'A'..=b'F').contains(&byte))
}

/// Whether it is only digits that count or repeat: `1234567890123456`.
pub(super) fn is_counted(value: &str) -> bool {
    let digits: Vec<u8> = value.bytes().collect();
    let follows = |pair: &[u8]| match pair {
        [first, next] => next == first || *next == first.saturating_add(1) || (*first, *next) == (b'9', b'0'),
        _ => true,
    };
    let is_restart = |pair: &[u8]| matches!(pair, [_, b'1']);
    !digits.is_empty()
        && digits.iter().all(u8::is_ascii_digit)
        && digits.windows(2).all(|pair| follows(pair) || is_restart(pair))
}

/// Whether it is a number, an address, a version or a duration.
pub(super) fn is_number(value: &str) -> bool {
    let digits = value.trim_start_matches('v').trim_end_matches(|c: char| c.is_ascii_alphabetic());
    let unit = value.len().saturating_sub(digits.len());
    digits.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'.' | b'-' | b':'))
        && unit <= 3
        && value.len() <= 15
}

/// Whether it holds a byte that stands before a password in a URL or in a connection string.
pub(super) fn may_be_connection(value: &str) -> bool {
    value.bytes().any(|byte| matches!(byte, b':' | b';' | b'&' | b'?'))
}

/// The password in a URL (`scheme://user:password@host`) or a connection string (`Password=…;`). It may be empty.
pub(super) fn connection_password(value: &str) -> Option<&str> {
    if !may_be_connection(value) {
        return None;
    }
    value
        .match_indices("://")
        .find_map(|(at, separator)| url_password(value.get(at + separator.len()..)?))
        .or_else(|| parameter(value))
}

fn url_password(rest: &str) -> Option<&str> {
    let end = rest
        .find(|c: char| matches!(c, '/' | '?' | '#' | '"' | '\'' | ',') || c.is_whitespace())
        .unwrap_or(rest.len());
    let (user, _) = rest.get(..end)?.rsplit_once('@')?;
    user.split_once(':').map(|(_, password)| password)
}

fn parameter(value: &str) -> Option<&str> {
    let mut parts = value.split([';', '&', '?']);
    // A password by itself has no such parameters: `a;Password=b` is one, `Password=b` is not.
    parts.next()?;
    parts.find_map(|part| {
        let (name, value) = part.split_once('=')?;
        let name = name.trim();
        (name.eq_ignore_ascii_case("password") || name.eq_ignore_ascii_case("pwd")).then_some(value.trim())
    })
}

/// Whether it is no secret, whatever its name: a switch, a path, the name of one that is kept elsewhere.
pub(super) fn is_no_secret(value: &str) -> bool {
    let is_dotted_number = value.contains('.') && is_number(value);
    value.len() < 2
        // What SOPS has encrypted (<https://getsops.io/docs/>).
        || value.starts_with("ENC[")
        || is_dotted_number
        || is_list_of_names(value)
        || is_elsewhere(value)
        || value.chars().filter(|c| c.is_whitespace()).count() > 1
}

/// Whether it switches something, or says where a secret is kept.
pub(super) fn is_elsewhere(value: &str) -> bool {
    let lower = value.to_ascii_lowercase();
    SWITCH.contains(&&*lower)
        || REFERENCE.iter().any(|start| lower.starts_with(start))
        || FILE.iter().any(|end| lower.ends_with(end))
        || value.starts_with(['/', '~', '[', '{', '(', '%']) && value.len() > 2
        || ["./", "../", "${", "$("].iter().any(|start| value.starts_with(start))
        || ["{{", "$(", "${", "://", "]]"].iter().any(|part| value.contains(part))
        || value.get(1..3) == Some(":\\")
}

/// Whether it stands where a secret is to be put.
pub(super) fn is_placeholder(value: &str) -> bool {
    let plain: String =
        value.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_lowercase()).collect();
    plain.is_empty()
        || is_name_in_capitals(value)
        || plain.bytes().all(|byte| byte == b'x')
        || value.starts_with(['<', '#'])
        || value.contains("xxx")
        || value.contains("XXX")
        || value.contains("***")
        || value.contains("...")
        || (plain.ends_with("here") && plain.len() > 8)
        || PLACEHOLDER.iter().any(|word| plain.contains(word))
        || without_digits(value).contains("changeme")
}

/// A text with the letters that digits and signs stand for: `Ch4ngeM3`.
fn without_digits(value: &str) -> String {
    let letter = |c: char| match c {
        '4' | '@' => 'a',
        '3' => 'e',
        other => other.to_ascii_lowercase(),
    };
    value.chars().map(letter).collect()
}

/// Whether it is written as the name of a variable is, which stands for what is to be put there: `ACME_API_KEY`. Tokens of
/// providers start in small letters: `nvapi-MY_OWN_KEY`.
fn is_name_in_capitals(value: &str) -> bool {
    let name = value.trim_start_matches(|c: char| c.is_ascii_lowercase() || c == '-');
    let parts: Vec<&str> = name.split('_').collect();
    parts.len() > 2 && parts.iter().all(|part| is_word_in_capitals(part))
}

/// `ACCESS`, `S3`: a digit at the end belongs to the word.
fn is_word_in_capitals(part: &str) -> bool {
    let letters = part.strip_suffix(|last: char| last.is_ascii_digit()).unwrap_or(part);
    part.len() > 1 && !letters.is_empty() && letters.bytes().all(|byte| byte.is_ascii_uppercase())
}

/// Whether it lists names: `postgres[app],redis[app]`.
fn is_list_of_names(value: &str) -> bool {
    let is_name = |text: &str| {
        !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_lowercase() || matches!(byte, b'-' | b'_'))
    };
    let is_item = |item: &str| {
        item.trim()
            .strip_suffix(']')
            .and_then(|item| item.split_once('['))
            .is_some_and(|(name, of)| is_name(name) && is_name(of))
    };
    value.contains(',') && value.split(',').all(is_item)
}

fn is_guessable(value: &str) -> bool {
    is_counted_word(value)
        || counts_on(value)
        || is_for_development(value)
        || is_list_of_guessable(value)
        || is_common(value)
}

/// Whether it is words of which one says that it is not for production, perhaps with a year: `acme-dev-2024`.
fn is_for_development(value: &str) -> bool {
    let is_year =
        |word: &str| word.len() == 4 && word.starts_with("20") && word.bytes().all(|b| b.is_ascii_digit());
    let is_word = |word: &str| word.bytes().all(|byte| byte.is_ascii_lowercase());
    let mut words = value.split(['-', '_']);
    words.clone().any(|word| matches!(word, "dev" | "local" | "test" | "demo" | "default"))
        && words.clone().count() > 1
        && words.all(|word| is_word(word) || is_year(word))
}

/// Whether it is a word with a digit or three behind it that count, as people make a password of a name: `Storage123!`.
fn is_counted_word(value: &str) -> bool {
    let bare = value.trim_end_matches(['!', '@', '#', '$', '.', '?', '*']);
    let word = bare.trim_end_matches(|c: char| c.is_ascii_digit());
    let digits = bare.get(word.len()..).unwrap_or_default();
    value.len() < 24
        && word.len() > 2
        && word.bytes().all(|byte| byte.is_ascii_alphabetic())
        && ["12345678", "87654321"].iter().any(|count| digits.len() > 2 && count.contains(digits))
}

/// Whether each sign is the next after the one before it, or after the one before that: `abcdef01-23456789-abcdef01`,
/// `a1b2c3d4e5f6`.
fn counts_on(value: &str) -> bool {
    const SHORTEST: usize = 12;
    let signs: Vec<u8> =
        value.bytes().filter(u8::is_ascii_alphanumeric).map(|byte| byte.to_ascii_lowercase()).collect();
    let follows = |first: u8, next: u8| match (first, next) {
        (b'9' | b'f' | b'z', b'0' | b'a') => true,
        _ => next == first.saturating_add(1),
    };
    let counts_by = |step: usize| {
        let pairs = signs.iter().zip(signs.iter().skip(step));
        pairs.filter(|(first, next)| follows(**first, **next)).count() * 5 >= signs.len() * 4
    };
    signs.len() >= SHORTEST && (counts_by(1) || counts_by(2))
}

/// Whether it names several things, each of them guessable: `admin,root,s3cr3t`.
fn is_list_of_guessable(value: &str) -> bool {
    let separators = [',', ';'];
    value.contains(separators)
        && value.split(separators).filter(|item| !item.is_empty()).all(|item| is_common(item.trim()))
}

fn is_common(value: &str) -> bool {
    // `P@ssw0rd` is no better than `password`.
    let plain: String = value
        .chars()
        .map(|c| match c {
            '@' | '4' => 'a',
            '0' => 'o',
            '$' | '5' => 's',
            '3' => 'e',
            '1' => 'i',
            other => other.to_ascii_lowercase(),
        })
        .collect();
    let lower = value.to_ascii_lowercase();
    let letters = value.trim_end_matches(|c: char| c.is_ascii_digit());
    let has_common = passwords::common_parts().any(|word| plain.contains(word) || lower.contains(word));
    // `secret-key-is-here-2`, but not the groups of a UUID.
    let has_small = value.bytes().any(|byte| byte.is_ascii_lowercase());
    let is_word = |part: &str| {
        // `This-is-NOT-secure!`.
        let part = part.trim_end_matches(['!', '?']);
        let rest = part.strip_prefix(|first: char| first.is_ascii_uppercase()).unwrap_or(part);
        rest.bytes().all(|byte| byte.is_ascii_lowercase())
            || has_small && part.bytes().all(|byte| byte.is_ascii_uppercase())
            || part.bytes().all(|byte| byte.is_ascii_digit())
    };
    let parts = value.split(['-', '_', '.', ' ']);
    let words = parts.clone().count();
    let are_words = parts.clone().filter(|part| is_word(part)).count() * 5 >= words * 4;
    value.len() < 8
        || distinct(value) < 6
        || value.contains("123456789")
        || (value.len() < 32 && has_common)
        // `MyVeryStrongDatabasePassword`, `mysecretmysecretmysecret123`.
        || (has_common && letters.bytes().all(|byte| byte.is_ascii_alphabetic()))
        || (are_words && (words >= 4 || value.len() < 24 && value.bytes().all(|byte| !byte.is_ascii_digit())))
}

/// How many different bytes there are.
pub(super) fn distinct(text: &str) -> usize {
    let mut seen = [false; 256];
    for byte in text.bytes() {
        if let Some(seen) = seen.get_mut(usize::from(byte)) {
            *seen = true;
        }
    }
    seen.iter().filter(|seen| **seen).count()
}
