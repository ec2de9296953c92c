//! Paths of a host and of a container that mean something.

use crate::table::{Fields, Row, Table};

static TABLE: Table<KnownPath> = Table::packed(include_bytes!(concat!(env!("OUT_DIR"), "/paths.tsv")));

/// A path that means something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct KnownPath {
    /// What it means.
    pub role: Role,
    /// The path, with all that is in it.
    pub path: &'static str,
    /// Whether only the directory itself is meant.
    pub is_alone: bool,
    /// What is there: "the host's settings and password hashes".
    pub holds: &'static str,
}

/// What a path means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// A path of the host that a container should not write.
    Sensitive,
    /// A path of the host that a container should not read either.
    Secret,
    /// What the name of a device of the host starts with.
    Device,
    /// A path that belongs to the system of the host.
    System,
    /// A path that containers may well have, although it belongs to the system of the host.
    Harmless,
    /// A path over which the engine mounts something in each container.
    MountedOver,
    /// A directory of the host in which, or below which, engines have their sockets.
    AboveSockets,
    /// A file that most hosts have, and that containers share.
    Common,
    /// A directory of an image that may belong to another user than root.
    Users,
}

impl Row for KnownPath {
    const COLUMNS: &'static [&'static str] = &["role", "path", "holds", "source"];

    fn read(fields: &mut Fields) -> Option<KnownPath> {
        let role = match fields.text() {
            "sensitive" => Role::Sensitive,
            "secret" => Role::Secret,
            "device" => Role::Device,
            "system" => Role::System,
            "harmless" => Role::Harmless,
            "mounted-over" => Role::MountedOver,
            "above-sockets" => Role::AboveSockets,
            "common" => Role::Common,
            "users" => Role::Users,
            _ => return None,
        };
        let written = fields.text();
        let path = written.strip_prefix('=').unwrap_or(written);
        Some(KnownPath { role, path, is_alone: path != written, holds: fields.text() })
    }
}

impl KnownPath {
    /// Whether a path is this one, or inside it.
    pub fn covers(&self, path: &str) -> bool {
        let rest = path.strip_prefix(self.path);
        rest.is_some_and(|rest| rest.is_empty() || !self.is_alone && rest.starts_with('/'))
    }
}

/// The paths with one of these roles, in the order of the table.
pub fn with_role(roles: &[Role]) -> impl Iterator<Item = &'static KnownPath> {
    TABLE.rows().iter().filter(move |known| roles.contains(&known.role))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_can_be_read() {
        crate::table::check::<KnownPath>(TABLE.text());
        for known in TABLE.rows() {
            assert!(known.path.starts_with(['/', '~']), "{}", known.path);
            let speaks = matches!(known.role, Role::Sensitive | Role::Secret | Role::Device);
            assert_eq!(known.holds.is_empty(), !speaks, "{}", known.path);
        }
    }

    #[test]
    fn paths_cover_what_is_in_them() {
        let find = |path: &str| with_role(&[Role::Secret]).find(|known| known.path == path).unwrap();
        assert!(find("/root").covers("/root/.ssh") && !find("/root").covers("/roots"));
        assert!(find("/home").covers("/home") && !find("/home").covers("/home/me"));
    }
}
