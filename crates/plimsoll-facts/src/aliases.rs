//! Names under which images of other names are found as well.

use std::borrow::Cow;

use crate::table::{Fields, Row, Table};

const TEXT: &str = include_str!("../facts/aliases.tsv");

static TABLE: Table<Alias> = Table::new(TEXT);

/// The start of a name, and what it means.
struct Alias {
    prefix: &'static str,
    means: &'static str,
}

impl Row for Alias {
    const COLUMNS: &'static [&'static str] = &["prefix", "means", "source"];

    fn read(fields: &mut Fields) -> Option<Alias> {
        Some(Alias { prefix: fields.text(), means: fields.text() })
    }
}

/// The name by which tables know an image: `postgres` of `docker.io/library/postgres` and `arm64v8/postgres`.
pub(crate) fn name(full: &str) -> Cow<'_, str> {
    let name = full.strip_prefix("docker.io/").unwrap_or(full);
    let found = TABLE.rows().iter().find_map(|alias| Some((alias, name.strip_prefix(alias.prefix)?)));
    match found {
        None => Cow::Borrowed(name),
        Some((alias, rest)) if alias.means.is_empty() => Cow::Borrowed(rest),
        Some((alias, rest)) => Cow::Owned(format!("{}{rest}", alias.means)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_can_be_read() {
        crate::table::check::<Alias>(TEXT);
        assert_eq!(name("quay.io/minio/minio"), "minio/minio");
        assert_eq!(name("docker.io/riscv64/alpine"), "alpine");
        assert_eq!(name("ghcr.io/library/alpine"), "ghcr.io/library/alpine");
    }
}
