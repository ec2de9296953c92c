//! Where the command line of a server says on which port it listens.

use crate::table::{Fields, Row, Table};

const TEXT: &str = include_str!("../facts/listen-options.tsv");

static TABLE: Table<Server> = Table::new(TEXT);

/// A server, and the options that take its port.
#[derive(Debug)]
pub struct Server {
    /// Its name.
    pub program: &'static str,
    /// The options that take a port, or an address with one. Where there are none, the first argument is it.
    pub options: Vec<&'static str>,
}

impl Row for Server {
    const COLUMNS: &'static [&'static str] = &["program", "options", "source"];

    fn read(fields: &mut Fields) -> Option<Server> {
        Some(Server { program: fields.text(), options: fields.words() })
    }
}

/// The server of this name.
pub fn find(program: &str) -> Option<&'static Server> {
    TABLE.rows().iter().find(|server| server.program == program)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_can_be_read() {
        crate::table::check::<Server>(TEXT);
        assert!(TABLE.rows().is_sorted_by_key(|server| server.program));
        assert!(find("gunicorn").is_some_and(|server| server.options == ["-b", "--bind"]));
        assert!(find("runserver").is_some_and(|server| server.options.is_empty()));
    }
}
