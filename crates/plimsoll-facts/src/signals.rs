//! The signals that an engine can send.

use crate::table::{Fields, Row, Table};

const TEXT: &str = include_str!("../facts/signals.tsv");

static TABLE: Table<Signal> = Table::new(TEXT);

struct Signal(&'static str);

impl Row for Signal {
    const COLUMNS: &'static [&'static str] = &["name", "source"];

    fn read(fields: &mut Fields) -> Option<Signal> {
        Some(Signal(fields.text()))
    }
}

/// Whether a signal has this name, in capital letters and without `SIG`.
pub fn is_known(name: &str) -> bool {
    TABLE.rows().iter().any(|signal| signal.0 == name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_can_be_read() {
        crate::table::check::<Signal>(TEXT);
        assert!(is_known("TERM") && !is_known("SIGTERM") && !is_known("term"));
    }
}
