//! Options that the server in an image no longer has.

use std::sync::LazyLock;

use crate::aliases::name;
use crate::images::fits_tag;
use crate::table::{ByRepository, Fields, Row};

const TEXT: &str = include_str!("../facts/removed-options.tsv");

static TABLE: LazyLock<ByRepository<RemovedOption>> = LazyLock::new(|| ByRepository::new(TEXT));

/// An option that a release of a server removed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RemovedOption {
    /// The release that removed it.
    pub removed: &'static str,
    repository: &'static str,
    tags: &'static str,
    option: &'static str,
}

impl Row for RemovedOption {
    const COLUMNS: &'static [&'static str] = &["repository", "tags", "option", "removed", "source"];

    fn read(fields: &mut Fields) -> Option<RemovedOption> {
        let (repository, tags, option) = (fields.text(), fields.text(), fields.text());
        let is_whole = [repository, tags, option].iter().all(|text| !text.is_empty());
        is_whole.then(|| RemovedOption { removed: fields.text(), repository, tags, option })
    }
}

/// What is known of a word of a command if it is an option that the image's server no longer has: `--query-cache-size=1M`.
pub fn find(full: &str, tag: &str, word: &str) -> Option<RemovedOption> {
    let written = word.strip_prefix("--")?.split('=').next()?.replace('_', "-");
    TABLE.about(&name(full)).find(|row| row.option == written && fits_tag(row.tags, tag))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_can_be_read() {
        crate::table::check::<RemovedOption>(TEXT);
        for row in crate::table::lines(TEXT) {
            let option = RemovedOption::read(&mut Fields::of(row)).unwrap();
            assert!(!option.repository.is_empty() && !option.option.contains('_'), "{row}");
        }
    }

    #[test]
    fn tags_decide() {
        let removed = |tag| find("mysql", tag, "--default_authentication_plugin=x").map(|it| it.removed);
        for tag in ["8", "8.4", "8.4.5-oracle", "9", "9.1", "latest"] {
            assert_eq!(removed(tag), Some("8.4"), "{tag}");
        }
        for tag in ["5.7", "8.0", "8.0.40", "8.3", "8-debian", "8.0-debian", ""] {
            assert_eq!(removed(tag), None, "{tag}");
        }
        assert!(find("mariadb", "latest", "--default-authentication-plugin=x").is_none());
        assert!(find("mysql", "8.4", "--mysql-native-password=ON").is_none());
        assert!(find("mysql", "9.1", "--mysql-native-password=ON").is_some());
        assert!(find("mysql", "9.1", "--loose-mysql-native-password=ON").is_none());
    }
}
