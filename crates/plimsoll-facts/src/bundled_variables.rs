//! Environment variables that a web bundler writes into its output while it builds.

use crate::table::{Fields, Row, Table};

const TEXT: &str = include_str!("../facts/bundled-variables.tsv");

static TABLE: Table<BundledVariable> = Table::new(TEXT);

struct BundledVariable(&'static str);

impl Row for BundledVariable {
    const COLUMNS: &'static [&'static str] = &["prefix", "source"];

    fn read(fields: &mut Fields) -> Option<BundledVariable> {
        Some(BundledVariable(fields.text()))
    }
}

/// Whether a bundler writes the value of a variable into its output.
pub fn is_bundled(variable: &str) -> bool {
    TABLE.rows().iter().any(|row| variable.starts_with(row.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_can_be_read() {
        crate::table::check::<BundledVariable>(TEXT);
        assert!(is_bundled("VITE_API_URL") && !is_bundled("API_URL"));
    }
}
