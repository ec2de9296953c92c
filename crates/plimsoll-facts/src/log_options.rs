//! The options of log drivers.

use crate::table::{Fields, Row, Table};

static TABLE: Table<LogOption> = Table::packed(include_bytes!(concat!(env!("OUT_DIR"), "/log-options.tsv")));

struct LogOption {
    driver: &'static str,
    option: &'static str,
}

impl Row for LogOption {
    const COLUMNS: &'static [&'static str] = &["driver", "option", "source"];

    fn read(fields: &mut Fields) -> Option<LogOption> {
        Some(LogOption { driver: fields.text(), option: fields.text() })
    }
}

/// The options that a driver accepts; none when the driver is not known. `*` at the end of one stands for any rest.
pub fn of_driver(driver: &str) -> Vec<&'static str> {
    let rows = TABLE.rows().iter().filter(|row| row.driver == driver);
    rows.map(|row| row.option).collect()
}

/// The drivers of which options are known.
pub fn drivers() -> impl Iterator<Item = &'static str> {
    let mut before = "";
    TABLE
        .rows()
        .iter()
        .map(|row| row.driver)
        .filter(move |driver| std::mem::replace(&mut before, driver) != *driver)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_can_be_read() {
        crate::table::check::<LogOption>(TABLE.text());
        assert!(of_driver("local").contains(&"max-size"));
        assert!(of_driver("acme").is_empty());
    }
}
