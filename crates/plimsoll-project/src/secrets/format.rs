//! Values that look as only one provider's tokens do.
//!
//! Sources: the providers' own documentation of their formats, as of 2026.

use super::SecretKind;

/// A token: what it starts with, which characters follow and how many of them at least.
struct Format {
    prefix: &'static str,
    follows: fn(u8) -> bool,
    least: usize,
    /// What it is, with its article.
    name: &'static str,
}

const fn format(prefix: &'static str, follows: fn(u8) -> bool, least: usize, name: &'static str) -> Format {
    Format { prefix, follows, least, name }
}

const GITHUB: &str = "a GitHub token";
const SLACK: &str = "a Slack token";
const STRIPE: &str = "a Stripe key";
const DIGITAL_OCEAN: &str = "a DigitalOcean token";
const AWS: &str = "an AWS access key";
const AZURE: &str = "an Azure key";

#[rustfmt::skip]
const FORMATS: &[Format] = &[
    format("AKIA", is_upper, 16, AWS),
    format("ASIA", is_upper, 16, AWS),
    format("ghp_", is_alphanumeric, 36, GITHUB),
    format("gho_", is_alphanumeric, 36, GITHUB),
    format("ghu_", is_alphanumeric, 36, GITHUB),
    format("ghs_", is_alphanumeric, 36, GITHUB),
    format("ghr_", is_alphanumeric, 36, GITHUB),
    format("github_pat_", is_word, 22, GITHUB),
    format("glpat-", is_word, 20, "a GitLab token"),
    format("npm_", is_alphanumeric, 36, "an npm token"),
    format("pypi-AgE", is_word, 50, "a PyPI token"),
    format("xoxb-", is_word, 20, SLACK),
    format("xoxp-", is_word, 20, SLACK),
    format("xoxa-", is_word, 20, SLACK),
    format("xoxs-", is_word, 20, SLACK),
    format("xapp-", is_word, 20, SLACK),
    format("hooks.slack.com/services/T", is_path, 20, "a Slack webhook"),
    format("AIza", is_word, 35, "a Google API key"),
    format("sk_live_", is_alphanumeric, 16, STRIPE),
    format("rk_live_", is_alphanumeric, 16, STRIPE),
    format("SG.", is_dotted, 60, "a SendGrid key"),
    format("sk-ant-", is_word, 20, "an Anthropic key"),
    format("sk-proj-", is_word, 20, "an OpenAI key"),
    format("sk-", is_alphanumeric, 40, "an OpenAI key"),
    format("hf_", is_alphanumeric, 34, "a Hugging Face token"),
    format("dckr_pat_", is_word, 20, "a Docker Hub token"),
    format("dop_v1_", is_alphanumeric, 64, DIGITAL_OCEAN),
    format("doo_v1_", is_alphanumeric, 64, DIGITAL_OCEAN),
    format("dor_v1_", is_alphanumeric, 64, DIGITAL_OCEAN),
    format("AccountKey=", is_base64, 80, AZURE),
    format("SharedAccessKey=", is_base64, 40, AZURE),
    format("$2a$", is_hash, 56, "a password hash"),
    format("$2b$", is_hash, 56, "a password hash"),
    format("$2y$", is_hash, 56, "a password hash"),
    format("$apr1$", is_hash, 28, "a password hash"),
];

/// The bytes of ASCII that a token starts with, a bit each: most words are no tokens, and this says so at once.
const STARTS: u128 = starts(FORMATS);

const fn starts(mut formats: &[Format]) -> u128 {
    let mut set = 0;
    while let Some((format, rest)) = formats.split_first() {
        if let Some(byte) = format.prefix.as_bytes().first() {
            set |= 1 << *byte;
        }
        formats = rest;
    }
    set
}

/// How long the shortest token is; a web token is longer than any of them.
const SHORTEST: usize = shortest(FORMATS);

const fn shortest(mut formats: &[Format]) -> usize {
    let mut shortest = usize::MAX;
    while let Some((format, rest)) = formats.split_first() {
        let length = format.prefix.len() + format.least;
        if length < shortest {
            shortest = length;
        }
        formats = rest;
    }
    shortest
}

/// What the value, or a part of it, certainly is.
pub(super) fn find(value: &str) -> Option<SecretKind> {
    if value.len() < SHORTEST {
        return None;
    }
    if value.len() > 27 && value.contains("-----BEGIN ") && value.contains("PRIVATE KEY-----") {
        return Some(SecretKind::PrivateKey);
    }
    token(value).or_else(|| is_jwt(value).then_some("a JSON web token")).map(SecretKind::Token)
}

/// The token that starts at one of the words of the value: a token is never a part of a longer word.
fn token(value: &str) -> Option<&'static str> {
    let mut before = b' ';
    for (at, byte) in value.bytes().enumerate() {
        if !before.is_ascii_alphanumeric()
            && byte.is_ascii()
            && STARTS & (1 << byte) != 0
            && let Some(format) = FORMATS.iter().find(|it| it.starts_with(byte) && it.fits(value, at))
        {
            return Some(format.name);
        }
        before = byte;
    }
    None
}

impl Format {
    fn starts_with(&self, byte: u8) -> bool {
        self.prefix.as_bytes().first() == Some(&byte)
    }

    /// Whether such a token stands at this place.
    fn fits(&self, value: &str, at: usize) -> bool {
        let Some(body) = value.get(at..).and_then(|rest| rest.strip_prefix(self.prefix)) else {
            return false;
        };
        let len = body.bytes().take_while(|byte| (self.follows)(*byte)).take(self.least).count();
        // An example of the documentation, or a row of `x`.
        let made_up = |body: &str| body.contains("EXAMPLE") || distinct(body) < 8;
        len == self.least && !body.get(..len).is_none_or(made_up)
    }
}

/// Three parts of base64, of which the first two are JSON objects.
fn is_jwt(value: &str) -> bool {
    let mut parts = value.split('.');
    let (Some(header), Some(payload), Some(signature), None) =
        (parts.next(), parts.next(), parts.next(), parts.next())
    else {
        return false;
    };
    payload.starts_with("eyJ")
        && header.strip_prefix("Bearer ").unwrap_or(header).starts_with("eyJ")
        && [payload, signature].iter().all(|part| part.len() >= 16 && part.bytes().all(is_word))
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

fn is_alphanumeric(byte: u8) -> bool {
    byte.is_ascii_alphanumeric()
}

fn is_upper(byte: u8) -> bool {
    byte.is_ascii_uppercase() || byte.is_ascii_digit()
}

fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'-'
}

fn is_dotted(byte: u8) -> bool {
    is_word(byte) || byte == b'.'
}

fn is_path(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'/'
}

fn is_base64(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/' | b'=')
}

fn is_hash(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'$' | b'.' | b'/')
}
