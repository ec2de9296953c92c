//! What threatens containers and their host, and which rules look for signs of it.

use crate::table::{Fields, Row, Table};

static TABLE: Table<Threat> = Table::packed(include_bytes!(concat!(env!("OUT_DIR"), "/threats.tsv")));

/// A threat, and a rule whose findings are a sign of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Threat {
    /// What threatens.
    pub threat: &'static str,
    /// The rule.
    pub rule: &'static str,
}

impl Row for Threat {
    const COLUMNS: &'static [&'static str] = &["threat", "rule", "source"];

    fn read(fields: &mut Fields) -> Option<Threat> {
        Some(Threat { threat: fields.text(), rule: fields.text() })
    }
}

/// Every row, those of a threat one after the other.
pub fn all() -> &'static [Threat] {
    TABLE.rows()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_can_be_read() {
        crate::table::check::<Threat>(TABLE.text());
        assert!(all().iter().any(|row| row.threat == "volumes" && row.rule == "sensitive-host-path"));
    }
}
