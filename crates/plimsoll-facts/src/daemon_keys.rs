//! The settings of dockerd.

use crate::table::{Fields, Row, Table};

const TEXT: &str = include_str!("../facts/daemon-keys.tsv");

static TABLE: Table<Key> = Table::new(TEXT);

struct Key(&'static str);

impl Row for Key {
    const COLUMNS: &'static [&'static str] = &["key", "source"];

    fn read(fields: &mut Fields) -> Option<Key> {
        Some(Key(fields.text()))
    }
}

/// The top-level keys of `daemon.json` that some version of dockerd knows or knew, wrong forms that it takes included.
pub fn names() -> impl Iterator<Item = &'static str> {
    TABLE.rows().iter().map(|key| key.0)
}

/// Whether a key is one of them.
pub fn is_known(key: &str) -> bool {
    names().any(|name| name == key)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_can_be_read() {
        crate::table::check::<Key>(TEXT);
        assert!(is_known("log-driver") && !is_known("apps"));
    }
}
