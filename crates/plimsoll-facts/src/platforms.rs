//! Platforms that complete a Compose file before it is started.

use crate::table::{Fields, Row, Table};

const TEXT: &str = include_str!("../facts/platforms.tsv");

static TABLE: Table<Platform> = Table::new(TEXT);

/// A platform that completes Compose files.
#[derive(Debug)]
pub struct Platform {
    /// Its name.
    pub name: &'static str,
    /// Whether it brings services and networks, too, and not only the values of variables.
    pub adds_services: bool,
    beside: &'static str,
    word: &'static str,
}

impl Row for Platform {
    const COLUMNS: &'static [&'static str] = &["name", "beside", "word", "supplies", "source"];

    fn read(fields: &mut Fields) -> Option<Platform> {
        let (name, beside, word) = (fields.text(), fields.text(), fields.text());
        let adds_services = match fields.text() {
            "all" => true,
            "variables" => false,
            _ => return None,
        };
        Some(Platform { name, adds_services, beside, word })
    }
}

/// The platform that a Compose file is written for, told by its text and by the files beside it.
pub fn find(text: &str, is_beside: impl Fn(&str) -> bool) -> Option<&'static Platform> {
    let fits = |platform: &&Platform| {
        text.contains(platform.word) && (platform.beside.is_empty() || is_beside(platform.beside))
    };
    TABLE.rows().iter().find(fits)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_can_be_read() {
        crate::table::check::<Platform>(TEXT);
        for platform in TABLE.rows() {
            assert!(!platform.beside.is_empty() || !platform.word.is_empty(), "{platform:?}");
        }
    }

    #[test]
    fn files_beside_and_words_decide() {
        let name = |text: &str, beside: &str| find(text, |name| name == beside).map(|it| it.name);
        assert_eq!(name("services: {}", "umbrel-app.yml"), Some("umbrelOS"));
        assert_eq!(name("x-casaos:\n  main: a\n", ""), Some("CasaOS"));
        assert_eq!(name("services: {}", "README.md"), None);
    }
}
