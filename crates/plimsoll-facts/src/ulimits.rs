//! The limits of processes that a container can be given.

use crate::table::{Fields, Row, Table};

const TEXT: &str = include_str!("../facts/ulimits.tsv");

static TABLE: Table<Ulimit> = Table::new(TEXT);

struct Ulimit {
    name: &'static str,
    is_of_engine: bool,
}

impl Row for Ulimit {
    const COLUMNS: &'static [&'static str] = &["name", "reader", "source"];

    fn read(fields: &mut Fields) -> Option<Ulimit> {
        let name = fields.text();
        let is_of_engine = match fields.text() {
            "engine" => true,
            "runtime" => false,
            _ => return None,
        };
        Some(Ulimit { name, is_of_engine })
    }
}

/// The limits that Docker's client and dockerd accept.
pub fn of_engine() -> Vec<&'static str> {
    TABLE.rows().iter().filter(|limit| limit.is_of_engine).map(|limit| limit.name).collect()
}

/// The limits that the runtime knows, which a Compose file can set.
pub fn of_runtime() -> Vec<&'static str> {
    TABLE.rows().iter().map(|limit| limit.name).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_can_be_read() {
        crate::table::check::<Ulimit>(TEXT);
        assert!(of_runtime().contains(&"as") && !of_engine().contains(&"as"));
    }
}
