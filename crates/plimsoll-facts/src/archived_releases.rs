//! Releases of distributions whose packages are in an archive only.

use crate::Release;
use crate::table::{Fields, Row, Table};

const TEXT: &str = include_str!("../facts/archived-releases.tsv");

static TABLE: Table<Archived> = Table::new(TEXT);

/// A release whose packages are gone from the servers that its images ask.
#[derive(Debug)]
pub struct Archived {
    /// The host that still has them.
    pub archive: &'static str,
    repository: &'static str,
    line: &'static str,
    replaced: &'static str,
}

impl Row for Archived {
    const COLUMNS: &'static [&'static str] = &["repository", "line", "archive", "replaced", "source"];

    fn read(fields: &mut Fields) -> Option<Archived> {
        let (repository, line) = (fields.text(), fields.text());
        Some(Archived { archive: fields.text(), repository, line, replaced: fields.text() })
    }
}

/// What is known of a release line, if its packages are gone.
pub fn find(release: &Release) -> Option<&'static Archived> {
    TABLE.rows().iter().find(|row| row.repository == release.repository && row.line == release.line)
}

/// The newest release of Debian that an official image can be built on whose line ended on `day`: none is rebuilt after
/// that. Its packages are gone, and so are those of each release before it.
pub fn newest_base(day: &str) -> Option<&'static Archived> {
    let is_debian = |row: &&Archived| row.repository == "debian" && row.line.starts_with(char::is_alphabetic);
    let mut rows = TABLE.rows().iter().filter(is_debian);
    rows.find(|row| !day.is_empty() && row.replaced != "-" && day < row.replaced)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_is_a_release_line() {
        crate::table::check::<Archived>(TEXT);
        for row in TABLE.rows() {
            let releases = crate::releases::of_image(row.repository, row.line);
            assert!(releases.iter().any(|release| find(release).is_some()), "{row:?}");
        }
        let newest = |day| newest_base(day).map(|row| row.line);
        assert_eq!(newest("2020-11-30"), Some("buster"));
        assert_eq!(newest("2021-12-23"), None);
        assert_eq!(newest(""), None);
    }
}
