//! System calls that the built-in seccomp profile does not simply allow.

use crate::table::{Fields, Row, Table};

static TABLE: Table<Call> = Table::packed(include_bytes!(concat!(env!("OUT_DIR"), "/seccomp-calls.tsv")));

struct Call(&'static str);

impl Row for Call {
    const COLUMNS: &'static [&'static str] = &["call", "capability", "source"];

    fn read(fields: &mut Fields) -> Option<Call> {
        Some(Call(fields.text()))
    }
}

/// Whether the built-in profile allows a call with a capability alone, or not at all.
pub fn is_restricted(call: &str) -> bool {
    TABLE.rows().iter().any(|row| row.0 == call)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_can_be_read() {
        crate::table::check::<Call>(TABLE.text());
        assert!(is_restricted("mount") && !is_restricted("read"));
    }
}
