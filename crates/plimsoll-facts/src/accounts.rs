//! The users and groups that come with a base image.

use crate::images::fits_tag;
use crate::table::{Fields, Row, Table};

static TABLE: Table<Accounts> = Table::packed(include_bytes!(concat!(env!("OUT_DIR"), "/accounts.tsv")));

/// The users and groups of a base image; one release or another of it has each.
#[derive(Debug)]
pub struct Accounts {
    /// An official image, or `scratch`.
    pub image: &'static str,
    tags: &'static str,
    /// The names of its users.
    pub users: Vec<&'static str>,
    /// The names of its groups.
    pub groups: Vec<&'static str>,
}

impl Row for Accounts {
    const COLUMNS: &'static [&'static str] = &["image", "tags", "users", "groups", "source"];

    fn read(fields: &mut Fields) -> Option<Accounts> {
        Some(Accounts {
            image: fields.text(),
            tags: fields.text(),
            users: fields.words(),
            groups: fields.words(),
        })
    }
}

/// The users and groups of an official image, or of `scratch`, where all are known.
pub fn of_image(image: &str, tag: &str) -> Option<&'static Accounts> {
    TABLE.rows().iter().find(|accounts| accounts.image == image && fits_tag(accounts.tags, tag))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_can_be_read() {
        crate::table::check::<Accounts>(TABLE.text());
        for accounts in TABLE.rows() {
            // An empty image has no `/etc/passwd`.
            let is_empty = accounts.image == "scratch";
            assert!(accounts.users.contains(&"root") != is_empty, "{}", accounts.image);
            assert!(accounts.groups.contains(&"root") != is_empty, "{}", accounts.image);
        }
        assert!(of_image("acme", "latest").is_none());
        let has_ubuntu = |tag| of_image("ubuntu", tag).is_some_and(|it| it.users.contains(&"ubuntu"));
        let debian = |name| of_image("debian", "13").is_some_and(|it| it.users.contains(&name));
        assert!(debian("www-data") && !debian("ubuntu") && !debian("syslog"));
        assert!(has_ubuntu("24.04") && has_ubuntu("latest") && !has_ubuntu("22.04"));
    }
}
