//! Environment variables whose quotes the program that reads them removes.

use crate::table::{Fields, Row, Table, fits};

const TEXT: &str = include_str!("../facts/quoted-variables.tsv");

static TABLE: Table<QuotedVariable> = Table::new(TEXT);

/// A variable, and what its quotes may be around.
struct QuotedVariable {
    name: &'static str,
    is_whole: bool,
}

impl Row for QuotedVariable {
    const COLUMNS: &'static [&'static str] = &["variable", "whole", "source"];

    fn read(fields: &mut Fields) -> Option<QuotedVariable> {
        let name = fields.text();
        let is_whole = match fields.text() {
            "yes" => true,
            "no" => false,
            _ => return None,
        };
        Some(QuotedVariable { name, is_whole })
    }
}

/// Whether a program removes the quotes around the value of a variable, and reads what is `inside` as it is meant.
pub fn are_removed(variable: &str, inside: &str) -> bool {
    let is_read = |row: &QuotedVariable| row.is_whole || !inside.contains(char::is_whitespace);
    TABLE.rows().iter().any(|row| fits(row.name, variable) && is_read(row))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_can_be_read() {
        crate::table::check::<QuotedVariable>(TEXT);
        assert!(are_removed("POSTGRES_INITDB_ARGS", "--data-checksums"));
        assert!(!are_removed("POSTGRES_INITDB_ARGS", "--data-checksums --locale=C"));
        assert!(are_removed("PGADMIN_CONFIG_LOGIN_BANNER", "staff only"));
        assert!(!are_removed("PASSWORD", "secret"));
    }
}
