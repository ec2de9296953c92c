//! Secrets that documentation and examples publish.

use crate::table::{Fields, Row, Table};

const TEXT: &str = include_str!("../facts/published-secrets.tsv");

static TABLE: Table<Published> = Table::new(TEXT);

struct Published(&'static str);

impl Row for Published {
    const COLUMNS: &'static [&'static str] = &["value", "whose", "source"];

    fn read(fields: &mut Fields) -> Option<Published> {
        let value = fields.text();
        (!fields.text().is_empty()).then_some(Published(value))
    }
}

/// Whether everybody knows this secret.
pub fn contains(value: &str) -> bool {
    TABLE.rows().iter().any(|published| published.0 == value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_can_be_read() {
        crate::table::check::<Published>(TEXT);
        assert!(contains("da39a3ee5e6b4b0d3255bfef95601890afd80709"));
        assert!(!contains(""));
    }
}
