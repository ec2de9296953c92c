//! Secrets that everybody has: documentation publishes them, or an emulator accepts no others.

use plimsoll_facts::published_secrets;

/// How base64 writes the issuer of tokens that everybody has, `supabase-demo`, from each place in its groups of three bytes
/// (<https://supabase.com/docs/guides/self-hosting/docker>).
const DEMO_ISSUERS: [&str; 3] = ["c3VwYWJhc2UtZGVtb", "N1cGFiYXNlLWRlbW", "zdXBhYmFzZS1kZW1v"];

/// Whether the value is one: by itself, as a number behind `0x`, as a token, or as the key of a connection string
/// (`AccountName=devstoreaccount1;AccountKey=…`).
pub(super) fn is_published(value: &str) -> bool {
    let is_known = |text: &str| published_secrets::contains(text.strip_prefix("0x").unwrap_or(text));
    let is_token = || {
        value.contains("eyJ")
            && (DEMO_ISSUERS.iter().any(|issuer| value.contains(issuer)) || super::format::is_sample(value))
    };
    let mut keys = value.split(';').filter_map(|part| part.strip_prefix("AccountKey="));
    is_known(value) || is_token() || keys.any(is_known)
}
