//! The capabilities of Linux, and what each lets a container do.

use crate::table::{Fields, Row, Table};

static TABLE: Table<Capability> =
    Table::packed(include_bytes!(concat!(env!("OUT_DIR"), "/capabilities.tsv")));

/// A capability, or `ALL`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Capability {
    /// Its name without `CAP_`.
    pub name: &'static str,
    /// Whether a container has it unless it is dropped.
    pub is_default: bool,
    /// How far it reaches.
    pub harm: Harm,
    /// What a process can do with it; empty when it does no harm.
    pub does: &'static str,
}

/// How far a capability reaches.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Harm {
    /// A known way out of the container.
    Host,
    /// Beyond the container, without being a way out of it.
    Reach,
    /// Not beyond the container.
    None,
}

impl Row for Capability {
    const COLUMNS: &'static [&'static str] = &["name", "default", "harm", "does", "source"];

    fn read(fields: &mut Fields) -> Option<Capability> {
        Some(Capability {
            name: fields.text(),
            is_default: fields.text() == "yes",
            harm: match fields.text() {
                "host" => Harm::Host,
                "reach" => Harm::Reach,
                "" => Harm::None,
                _ => return None,
            },
            does: fields.text(),
        })
    }
}

/// All of them, by name.
pub fn all() -> &'static [Capability] {
    TABLE.rows()
}

/// A name as the table has it: `NET_RAW` for `cap_net_raw`.
pub fn bare(name: &str) -> String {
    let name = name.to_ascii_uppercase();
    name.strip_prefix("CAP_").map(str::to_owned).unwrap_or(name)
}

/// The capability with a name, without `CAP_` and in capital letters.
pub fn find(name: &str) -> Option<Capability> {
    all().iter().find(|capability| capability.name == name).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_can_be_read() {
        crate::table::check::<Capability>(TABLE.text());
        assert!(all().is_sorted_by_key(|capability| capability.name));
        for capability in all() {
            assert_eq!(capability.does.is_empty(), capability.harm == Harm::None, "{}", capability.name);
        }
    }

    #[test]
    fn containers_have_some_of_them() {
        assert_eq!(all().iter().filter(|capability| capability.is_default).count(), 14);
        assert!(find("CHOWN").is_some_and(|capability| capability.is_default));
        assert_eq!(find("CAP_CHOWN"), None);
    }
}
