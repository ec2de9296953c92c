//! Commands that run until somebody stops them.

use crate::table::{Fields, Row, Table};

const TEXT: &str = include_str!("../facts/foreground-programs.tsv");

static TABLE: Table<Foreground> = Table::new(TEXT);

/// A command that does not end by itself.
#[derive(Debug)]
struct Foreground {
    program: &'static str,
    arguments: Vec<&'static str>,
}

impl Row for Foreground {
    const COLUMNS: &'static [&'static str] = &["program", "arguments", "source"];

    fn read(fields: &mut Fields) -> Option<Foreground> {
        Some(Foreground { program: fields.text(), arguments: fields.words() })
    }
}

/// The arguments with which a program runs until it is stopped, when these are its operands; none of them may be enough.
pub fn find(program: &str, operands: &[&str]) -> Option<&'static [&'static str]> {
    let rows = TABLE.rows().iter().filter(|row| row.program == program);
    rows.map(|row| row.arguments.as_slice()).find(|arguments| operands.starts_with(arguments))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_can_be_read() {
        crate::table::check::<Foreground>(TEXT);
        assert!(TABLE.rows().is_sorted_by_key(|row| (row.program, row.arguments.clone())));
        assert_eq!(find("dotnet", &["watch", "run"]), Some(&["watch"][..]));
        assert_eq!(find("gunicorn", &["app:app"]), Some(&[][..]));
        assert_eq!(find("dotnet", &["publish"]), None);
    }
}
