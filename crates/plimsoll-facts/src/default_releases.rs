//! The release of Debian that official images are built on, where their tags do not name one.

use crate::debian_releases::DebianRelease;
use crate::table::{Fields, Row, Table};

const TEXT: &str = include_str!("../facts/default-releases.tsv");

static TABLE: Table<DefaultRelease> = Table::new(TEXT);

/// Words of tags for images that are built on the same release as the one without them.
const VARIANTS: [&str; 5] = ["slim", "cli", "apache", "fpm", "zts"];

/// Each number of a version.
type Version = [u32; 3];

/// The release on which an image is built since one of its versions.
#[derive(Debug)]
struct DefaultRelease {
    repository: &'static str,
    since: Version,
    /// Empty where it is not known.
    codename: &'static str,
}

impl Row for DefaultRelease {
    const COLUMNS: &'static [&'static str] = &["repository", "version", "codename", "source"];

    fn read(fields: &mut Fields) -> Option<DefaultRelease> {
        let (repository, version) = (fields.text(), fields.text());
        Some(DefaultRelease { repository, since: read(version, 0)?, codename: fields.text() })
    }
}

/// The release on which an official image with this tag is built. A tag such as `3.12` has the newest version, and `latest`
/// the newest of all.
pub fn of_image(short: &str, tag: &str) -> Option<DebianRelease> {
    let (first, variants) = tag.split_once('-').unwrap_or((tag, ""));
    let is_variant = |word: &str| VARIANTS.contains(&word);
    if !variants.is_empty() && !variants.split('-').all(is_variant) {
        return None;
    }
    let is_newest = first == "latest" || is_variant(first);
    let (oldest, newest) =
        if is_newest { ([0; 3], [u32::MAX; 3]) } else { (read(first, 0)?, read(first, u32::MAX)?) };
    // Where it is not known on what a version is built, a tag such as `3` still has the newest that is known.
    let is_of_it = |row: &DefaultRelease| row.since <= if row.codename.is_empty() { oldest } else { newest };
    let mut rows = TABLE.rows().iter().filter(|row| row.repository == short);
    DebianRelease::named(rows.rfind(|row| is_of_it(row))?.codename)
}

/// `3.12.4`, with `rest` for the numbers that are left out.
fn read(text: &str, rest: u32) -> Option<Version> {
    let mut version = [rest; 3];
    let mut places = version.iter_mut();
    for number in text.split('.') {
        *places.next()? = number.parse().ok()?;
    }
    Some(version)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_names_a_release_in_order() {
        crate::table::check::<DefaultRelease>(TEXT);
        for row in TABLE.rows() {
            assert!(row.codename.is_empty() || DebianRelease::named(row.codename).is_some(), "{row:?}");
        }
        for (row, next) in TABLE.rows().iter().zip(TABLE.rows().iter().skip(1)) {
            assert!(row.repository != next.repository || row.since < next.since, "{next:?}");
        }
    }

    #[test]
    fn a_tag_has_the_release_of_its_newest_version() {
        let release = |short, tag| of_image(short, tag).map(DebianRelease::codename);
        assert_eq!(release("python", "3.12-slim"), Some("trixie"));
        assert_eq!(release("python", "3.12.4-slim"), Some("bookworm"));
        assert_eq!(release("python", "3"), Some("trixie"));
        assert_eq!(release("python", "latest"), Some("trixie"));
        assert_eq!(release("python", "slim"), Some("trixie"));
        assert_eq!(release("python", "3.99"), None);
        assert_eq!(release("python", "3.12-alpine"), None);
        assert_eq!(release("python", "3.15-rc"), None);
        assert_eq!(release("node", "22"), Some("bookworm"));
        assert_eq!(release("node", "27"), None);
        assert_eq!(release("node", "lts"), None);
        assert_eq!(release("golang", "1.19"), Some("bookworm"));
        assert_eq!(release("golang", "1.20.1"), Some("bullseye"));
        assert_eq!(release("php", "8.3-fpm"), Some("trixie"));
        assert_eq!(release("postgres", "12.16"), Some("bookworm"));
        assert_eq!(release("mine", "1"), None);
    }
}
