//! Names of files that mean something wherever they are.

use crate::table::{Fields, Row, Table};

static TABLE: Table<FileName> = Table::packed(include_bytes!(concat!(env!("OUT_DIR"), "/file-names.tsv")));

struct FileName {
    role: Role,
    name: &'static str,
    holds: &'static str,
}

/// What the name of a file means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// A socket through which an engine is controlled; it holds the engine's name.
    Socket,
    /// A secret that no image should hold.
    Secret,
    /// A file that often holds secrets, and is harmless elsewhere.
    Sensitive,
    /// A key or a certificate.
    Key,
}

impl Row for FileName {
    const COLUMNS: &'static [&'static str] = &["role", "name", "holds", "source"];

    fn read(fields: &mut Fields) -> Option<FileName> {
        let role = match fields.text() {
            "socket" => Role::Socket,
            "secret" => Role::Secret,
            "sensitive" => Role::Sensitive,
            "key" => Role::Key,
            _ => return None,
        };
        Some(FileName { role, name: fields.text(), holds: fields.text() })
    }
}

/// What a file of this name holds, if the name has the role.
pub fn holds(name: &str, role: Role) -> Option<&'static str> {
    let fits = |row: &&FileName| match row.name.strip_prefix('*') {
        Some(ending) => name.len() > ending.len() && name.ends_with(ending),
        None => name == row.name,
    };
    TABLE.rows().iter().filter(|row| row.role == role).find(fits).map(|row| row.holds)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_can_be_read() {
        crate::table::check::<FileName>(TABLE.text());
    }

    #[test]
    fn names_mean_something() {
        assert_eq!(holds("docker.sock", Role::Socket), Some("Docker"));
        assert_eq!(holds("server.key", Role::Secret), Some("a private key"));
        assert_eq!(holds(".key", Role::Secret), None);
        assert_eq!(holds("server.crt", Role::Key), Some(""));
    }
}
