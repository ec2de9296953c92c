//! Values that look as only one provider's tokens do.

use std::sync::LazyLock;

use plimsoll_facts::tokens::{self, TokenFormat};

use super::SecretKind;
use super::value::{distinct, is_placeholder};
use crate::queries::base64;

/// What says at once that most words are no tokens.
struct Bounds {
    /// The bytes of ASCII that a token starts with, a bit each.
    starts: u128,
    /// How long the shortest token is; a web token is longer than any of them.
    shortest: usize,
}

static BOUNDS: LazyLock<Bounds> = LazyLock::new(|| Bounds {
    starts: tokens::all().iter().filter_map(first).fold(0, |set, byte| set | 1 << byte),
    shortest: tokens::all().iter().map(|it| it.prefix.len() + it.least).min().unwrap_or(usize::MAX),
});

fn first(format: &TokenFormat) -> Option<u8> {
    format.prefix.bytes().next().filter(u8::is_ascii)
}

/// Whether no part of the value can be a token.
pub(super) fn is_too_short(value: &str) -> bool {
    value.len() < BOUNDS.shortest
}

/// What the value, or a part of it, certainly is.
pub(super) fn find(value: &str) -> Option<SecretKind> {
    if is_too_short(value) {
        return None;
    }
    if value.len() > 27 && value.contains("-----BEGIN ") && value.contains("PRIVATE KEY-----") {
        return Some(SecretKind::PrivateKey);
    }
    token(value).or_else(|| is_jwt(value).then_some("JSON web token")).map(SecretKind::Token)
}

/// The token that starts at one of the words of the value: a token is never a part of a longer word.
fn token(value: &str) -> Option<&'static str> {
    let (formats, starts) = (tokens::all(), BOUNDS.starts);
    let mut before = b' ';
    for (at, byte) in value.bytes().enumerate() {
        if !before.is_ascii_alphanumeric()
            && byte.is_ascii()
            && starts & (1 << byte) != 0
            && let Some(format) = formats.iter().find(|it| first(it) == Some(byte) && fits(it, value, at))
        {
            return Some(format.name);
        }
        before = byte;
    }
    None
}

/// Whether such a token stands at this place.
fn fits(format: &TokenFormat, value: &str, at: usize) -> bool {
    let Some(body) = value.get(at..).and_then(|rest| rest.strip_prefix(format.prefix)) else {
        return false;
    };
    let len = body.bytes().take_while(|byte| (format.follows)(*byte)).take(format.least).count();
    // An example of the documentation, a row of `x`, or words that say what to put there.
    let whole = body.bytes().take_while(|byte| is_word(*byte)).count().max(len);
    let made_up = |body: &str| body.contains("EXAMPLE") || distinct(body) < 8;
    len == format.least
        && !body.get(..len).is_none_or(made_up)
        && !body.get(..whole).is_some_and(is_placeholder)
        && !is_phrase(body)
}

/// Whether it is words that say what stands there, as nothing that is drawn at random is: `dummy-token-for-tests`.
fn is_phrase(body: &str) -> bool {
    let end = body.bytes().take_while(|byte| is_word(*byte)).count();
    let mut words = body.get(..end).unwrap_or_default().split(['-', '_']);
    let is_plain = |word: &str| word.bytes().all(|byte| byte.is_ascii_lowercase());
    body.contains(['-', '_']) && words.all(is_plain)
}

/// Three parts of base64, of which the first two are JSON objects.
fn is_jwt(value: &str) -> bool {
    payload(value).is_some()
}

/// The second part of a web token, in base64.
fn payload(value: &str) -> Option<&str> {
    let mut parts = value.split('.');
    let (Some(header), Some(payload), Some(signature), None) =
        (parts.next(), parts.next(), parts.next(), parts.next())
    else {
        return None;
    };
    let is_one = payload.starts_with("eyJ")
        && header.strip_prefix("Bearer ").unwrap_or(header).starts_with("eyJ")
        && [payload, signature].iter().all(|part| part.len() >= 16 && part.bytes().all(is_word));
    is_one.then_some(payload)
}

/// Whether it is a token that is made for browsers: that of Supabase for visitors who did not log in
/// (<https://supabase.com/docs/guides/api/api-keys>), or that of a trial of Chrome, which holds `{"origin":…` in base64 behind
/// 69 bytes (<https://developer.chrome.com/docs/web-platform/origin-trials>).
pub(super) fn is_for_browsers(value: &str) -> bool {
    if value.contains("eyJvcmlnaW4iO") {
        return true;
    }
    claims(value).is_some_and(|claims| claims.contains("\"role\":\"anon\""))
}

/// Whether it is the token that <https://jwt.io> shows, perhaps with other claims added.
pub(super) fn is_sample(value: &str) -> bool {
    claims(value).is_some_and(|claims| claims.contains("\"sub\":\"1234567890\",\"name\":\"JohnDoe\""))
}

/// Whether it is a text in base64 that says that it is none: `base64:c3R1Yi1rZXktZm9yLWJ1aWxkcw==`. What is drawn at random
/// is never a text.
pub(super) fn is_encoded_stub(value: &str) -> bool {
    const STUBS: [&str; 5] = ["stub", "fake", "test", "build", "dev"];
    let text = base64::decode(value.strip_prefix("base64:").unwrap_or(value));
    let Some(text) = text.and_then(|bytes| String::from_utf8(bytes).ok()) else { return false };
    let mut words = text.split(['-', '_', ' ']);
    let is_text = text.len() > 8 && text.bytes().all(|byte| byte.is_ascii_graphic() || byte == b' ');
    is_text && (is_placeholder(&text) || words.any(|word| STUBS.contains(&word)))
}

/// What a web token says, without blanks.
fn claims(value: &str) -> Option<String> {
    let bytes = base64::decode(payload(value)?)?;
    Some(String::from_utf8(bytes).ok()?.replace(char::is_whitespace, ""))
}

fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'-'
}
