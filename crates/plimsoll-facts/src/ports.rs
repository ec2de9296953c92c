//! The ports on which programs listen if nothing else is configured.

use crate::table::{Fields, Row, Table};

const TEXT: &str = include_str!("../facts/ports.tsv");

static TABLE: Table<Port> = Table::new(TEXT);

/// A port, and what listens there.
#[derive(Debug)]
pub struct Port {
    /// Its number.
    pub number: u16,
    /// The programs, and the schemes of their addresses.
    pub names: Vec<&'static str>,
    /// What listens there.
    pub kind: PortKind,
}

/// What listens on a port.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PortKind {
    /// A database.
    Database,
    /// A cache.
    Cache,
    /// A message broker.
    Broker,
    /// A search engine.
    Search,
    /// A container engine.
    Engine,
    /// Another program.
    Other,
}

impl Row for Port {
    const COLUMNS: &'static [&'static str] = &["port", "names", "kind", "source"];

    fn read(fields: &mut Fields) -> Option<Port> {
        Some(Port {
            number: fields.text().parse().ok()?,
            names: fields.words(),
            kind: match fields.text() {
                "database" => PortKind::Database,
                "cache" => PortKind::Cache,
                "broker" => PortKind::Broker,
                "search" => PortKind::Search,
                "engine" => PortKind::Engine,
                "" => PortKind::Other,
                _ => return None,
            },
        })
    }
}

/// The port of a program, by its name or the scheme of its addresses, in any letter case.
pub fn of_program(name: &str) -> Option<u16> {
    let is_it = |port: &&Port| port.names.iter().any(|own| own.eq_ignore_ascii_case(name));
    TABLE.rows().iter().find(is_it).map(|port| port.number)
}

/// What usually listens on a port.
pub fn find(number: u16) -> Option<&'static Port> {
    TABLE.rows().iter().find(|port| port.number == number)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_can_be_read() {
        crate::table::check::<Port>(TEXT);
        assert!(TABLE.rows().is_sorted_by_key(|port| port.number));
        let mut names: Vec<&str> = TABLE.rows().iter().flat_map(|port| port.names.clone()).collect();
        let all = names.len();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), all, "a name has two ports");
    }

    #[test]
    fn programs_and_schemes_have_ports() {
        assert_eq!(of_program("postgresql"), Some(5432));
        assert_eq!(of_program("Redis"), Some(6379));
        assert_eq!(of_program("acme"), None);
        assert!(find(5432).is_some_and(|port| port.kind == PortKind::Database));
    }
}
