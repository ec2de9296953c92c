//! Parts of passwords that anybody would try.

use crate::table::{Fields, Row, Table};

const TEXT: &str = include_str!("../facts/passwords.tsv");

static TABLE: Table<Part> = Table::new(TEXT);

struct Part(&'static str);

impl Row for Part {
    const COLUMNS: &'static [&'static str] = &["word", "source"];

    fn read(fields: &mut Fields) -> Option<Part> {
        Some(Part(fields.text()))
    }
}

/// All of them, in lowercase.
pub fn common_parts() -> impl Iterator<Item = &'static str> {
    TABLE.rows().iter().map(|part| part.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_can_be_read() {
        crate::table::check::<Part>(TEXT);
        assert!(common_parts().all(|part| part.len() > 2 && part == part.to_ascii_lowercase()));
    }
}
