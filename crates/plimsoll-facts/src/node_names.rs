//! Servers that store their data under the name of the host.

use crate::table::{Fields, Row, Table};

const TEXT: &str = include_str!("../facts/node-names.tsv");

static TABLE: Table<NodeName> = Table::new(TEXT);

/// How a server names its node.
#[derive(Debug)]
pub struct NodeName {
    /// The repository of its image, without `docker.io/library/`.
    pub repository: &'static str,
    /// The variable that sets another name.
    pub variable: &'static str,
}

impl Row for NodeName {
    const COLUMNS: &'static [&'static str] = &["repository", "variable", "source"];

    fn read(fields: &mut Fields) -> Option<NodeName> {
        Some(NodeName { repository: fields.text(), variable: fields.text() })
    }
}

/// How the server of an image names its node, where it is named after the host.
pub fn find(repository: &str) -> Option<&'static NodeName> {
    TABLE.rows().iter().find(|row| row.repository == repository)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_can_be_read() {
        crate::table::check::<NodeName>(TEXT);
    }
}
