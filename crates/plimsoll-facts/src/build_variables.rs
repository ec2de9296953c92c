//! Environment variables that programs read while they build a web application.

use crate::table::{Fields, Row, Table};

const TEXT: &str = include_str!("../facts/build-variables.tsv");

static TABLE: Table<BuildVariable> = Table::new(TEXT);

struct BuildVariable(&'static str);

impl Row for BuildVariable {
    const COLUMNS: &'static [&'static str] = &["prefix", "source"];

    fn read(fields: &mut Fields) -> Option<BuildVariable> {
        Some(BuildVariable(fields.text()))
    }
}

/// Whether programs read a variable while they build a web application.
pub fn is_read(variable: &str) -> bool {
    TABLE.rows().iter().any(|row| variable.starts_with(row.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_can_be_read() {
        crate::table::check::<BuildVariable>(TEXT);
        assert!(is_read("VITE_API_URL") && !is_read("API_URL"));
    }
}
