//! The keys of Quadlet's units.

use crate::table::{Fields, Row, Table};

static TABLE: Table<QuadletKey> =
    Table::packed(include_bytes!(concat!(env!("OUT_DIR"), "/quadlet-keys.tsv")));

/// A key of a section.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct QuadletKey {
    /// The section that has it.
    pub section: &'static str,
    /// Its name.
    pub name: &'static str,
    /// The flag of `podman run` that it stands for; empty where it stands for none.
    pub flag: &'static str,
    /// What its value is for the flag.
    pub form: &'static str,
}

impl Row for QuadletKey {
    const COLUMNS: &'static [&'static str] = &["section", "key", "flag", "form", "source"];

    fn read(fields: &mut Fields) -> Option<QuadletKey> {
        Some(QuadletKey {
            section: fields.text(),
            name: fields.text(),
            flag: fields.text(),
            form: fields.text(),
        })
    }
}

/// The keys of a section; none where the section is not Quadlet's.
pub fn of_section(section: &str) -> impl Iterator<Item = &'static QuadletKey> {
    TABLE.rows().iter().filter(move |key| key.section == section)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_can_be_read() {
        crate::table::check::<QuadletKey>(TABLE.text());
        assert!(of_section("Container").any(|key| key.name == "Image" && key.form == "image"));
        assert_eq!(of_section("Service").count(), 0);
    }
}
