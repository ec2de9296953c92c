//! Tokens that are told by their form.

use crate::table::{Fields, Row, Table};

static TABLE: Table<TokenFormat> = Table::packed(include_bytes!(concat!(env!("OUT_DIR"), "/tokens.tsv")));

/// The form of a token.
#[derive(Clone, Copy, Debug)]
pub struct TokenFormat {
    /// What it starts with.
    pub prefix: &'static str,
    /// Whether a byte may follow.
    pub follows: fn(u8) -> bool,
    /// How many such bytes follow at least.
    pub least: usize,
    /// What it is, with its article.
    pub name: &'static str,
}

impl Row for TokenFormat {
    const COLUMNS: &'static [&'static str] = &["prefix", "follows", "least", "name", "source"];

    fn read(fields: &mut Fields) -> Option<TokenFormat> {
        Some(TokenFormat {
            prefix: fields.text(),
            follows: match fields.text() {
                "alphanumeric" => |byte| byte.is_ascii_alphanumeric(),
                "upper" => |byte| byte.is_ascii_uppercase() || byte.is_ascii_digit(),
                "word" => is_word,
                "dotted" => |byte| is_word(byte) || byte == b'.',
                "path" => |byte| byte.is_ascii_alphanumeric() || byte == b'/',
                "base64" => |byte| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/' | b'='),
                "hash" => |byte| byte.is_ascii_alphanumeric() || matches!(byte, b'$' | b'.' | b'/'),
                _ => return None,
            },
            least: fields.text().parse().ok()?,
            name: fields.text(),
        })
    }
}

fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'-'
}

/// All of them. Where two fit, the first counts.
pub fn all() -> &'static [TokenFormat] {
    TABLE.rows()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_can_be_read() {
        crate::table::check::<TokenFormat>(TABLE.text());
        for format in all() {
            assert!(format.prefix.is_ascii() && format.prefix.len() > 1, "{}", format.prefix);
            assert!(!["a ", "an "].iter().any(|article| format.name.starts_with(article)), "{}", format.name);
        }
    }
}
