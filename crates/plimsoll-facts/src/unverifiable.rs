//! What policies ask for and no file can show.

use crate::table::{Fields, Row, Table};

const TEXT: &str = include_str!("../facts/unverifiable.tsv");

static TABLE: Table<Unverifiable> = Table::new(TEXT);

/// A key of a policy that no file can show to be kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unverifiable {
    /// The key, with its group before a dot.
    pub key: &'static str,
    /// Why no file shows it.
    pub reason: &'static str,
    /// Where evidence usually comes from.
    pub evidence: &'static str,
}

impl Row for Unverifiable {
    const COLUMNS: &'static [&'static str] = &["key", "reason", "evidence", "source"];

    fn read(fields: &mut Fields) -> Option<Unverifiable> {
        Some(Unverifiable { key: fields.text(), reason: fields.text(), evidence: fields.text() })
    }
}

/// What is known of a key.
pub fn find(key: &str) -> Option<Unverifiable> {
    TABLE.rows().iter().find(|row| row.key == key).copied()
}

/// All of the keys.
pub fn keys() -> impl Iterator<Item = &'static str> + Clone {
    TABLE.rows().iter().map(|row| row.key)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_can_be_read() {
        crate::table::check::<Unverifiable>(TEXT);
        assert!(find("rbac_enabled").is_some() && find("non_root_user").is_none());
    }
}
