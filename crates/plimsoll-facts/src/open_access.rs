//! Variables that let everybody into a server of data.

use crate::table::{Fields, Row, Table};

const TEXT: &str = include_str!("../facts/open-access.tsv");

static TABLE: Table<OpenAccess> = Table::new(TEXT);

const YES: [&str; 4] = ["1", "true", "yes", "on"];
const NO: [&str; 4] = ["0", "false", "no", "off"];

/// A variable that lets everybody in.
#[derive(Debug)]
pub struct OpenAccess {
    /// Its name.
    pub variable: &'static str,
    /// What happens then: "root has no password".
    pub effect: &'static str,
    values: Vec<&'static str>,
}

impl OpenAccess {
    /// Whether it does so with this value, in any letter case.
    pub fn is_open(&self, value: &str) -> bool {
        let is_it = |word: &&str| word.eq_ignore_ascii_case(value);
        self.values.iter().any(|written| match *written {
            "yes" => YES.iter().any(is_it),
            "no" => NO.iter().any(is_it),
            other => is_it(&other),
        })
    }
}

impl Row for OpenAccess {
    const COLUMNS: &'static [&'static str] = &["variable", "values", "effect", "source"];

    fn read(fields: &mut Fields) -> Option<OpenAccess> {
        Some(OpenAccess { variable: fields.text(), values: fields.words(), effect: fields.text() })
    }
}

/// What a variable does, if it can let everybody in.
pub fn find(variable: &str) -> Option<&'static OpenAccess> {
    TABLE.rows().iter().find(|row| row.variable == variable)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_can_be_read() {
        crate::table::check::<OpenAccess>(TEXT);
    }

    #[test]
    fn values_decide() {
        let is_open = |variable: &str, value: &str| find(variable).is_some_and(|it| it.is_open(value));
        assert!(
            is_open("POSTGRES_HOST_AUTH_METHOD", "trust") && !is_open("POSTGRES_HOST_AUTH_METHOD", "md5")
        );
        assert!(is_open("MYSQL_ALLOW_EMPTY_PASSWORD", "Yes") && !is_open("MYSQL_ALLOW_EMPTY_PASSWORD", "no"));
        assert!(is_open("xpack.security.enabled", "false"));
    }
}
