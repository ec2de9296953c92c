//! The users that come with a base image.

use crate::table::{Fields, Row, Table};

const TEXT: &str = include_str!("../facts/accounts.tsv");

static TABLE: Table<Accounts> = Table::new(TEXT);

/// The users of a base image; one release or another of it has each.
#[derive(Debug)]
pub struct Accounts {
    /// An official image, or `scratch`.
    pub image: &'static str,
    /// The names of its users.
    pub users: Vec<&'static str>,
}

impl Row for Accounts {
    const COLUMNS: &'static [&'static str] = &["image", "users", "source"];

    fn read(fields: &mut Fields) -> Option<Accounts> {
        Some(Accounts { image: fields.text(), users: fields.words() })
    }
}

/// The users of an official image, or of `scratch`, where all are known.
pub fn of_image(image: &str) -> Option<&'static Accounts> {
    TABLE.rows().iter().find(|accounts| accounts.image == image)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_can_be_read() {
        crate::table::check::<Accounts>(TEXT);
        for accounts in TABLE.rows() {
            assert!(accounts.users.contains(&"root"), "{}", accounts.image);
        }
        assert!(of_image("acme").is_none());
    }
}
