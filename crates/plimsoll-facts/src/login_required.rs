//! Servers of data that ask for a password by default.

use std::sync::LazyLock;

use crate::aliases::name;
use crate::table::{ByRepository, Fields, Row};

const TEXT: &str = include_str!("../facts/login-required.tsv");

static TABLE: LazyLock<ByRepository<LoginRequired>> = LazyLock::new(|| ByRepository::new(TEXT));

/// The first version of an image that asks for a password.
#[derive(Clone, Copy)]
struct LoginRequired(&'static str);

impl Row for LoginRequired {
    const COLUMNS: &'static [&'static str] = &["repository", "since", "source"];

    fn read(fields: &mut Fields) -> Option<LoginRequired> {
        fields.text();
        Some(LoginRequired(fields.text()))
    }
}

/// Whether the version that a tag names asks for a password.
pub fn since(full: &str, tag: &str) -> bool {
    let Some(version) = version(tag) else { return false };
    TABLE.about(&name(full)).filter_map(|row| self::version(row.0)).any(|first| version >= first)
}

/// `2.12` of `2.12.0-alpine`. A tag with one number means its newest release.
fn version(tag: &str) -> Option<(u32, u32)> {
    let digits = tag.trim_start_matches('v').split(|c: char| !c.is_ascii_digit() && c != '.').next()?;
    let mut parts = digits.split('.').map(str::parse);
    let major = parts.next()?.ok()?;
    let minor = parts.next().map_or(Ok(0), |minor| minor).ok()?;
    Some((major, minor))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_can_be_read() {
        crate::table::check::<LoginRequired>(TEXT);
        assert!(since("influxdb", "2.7-alpine") && !since("influxdb", "1.8"));
        assert!(since("opensearchproject/opensearch", "2.13.0"));
        assert!(!since("opensearchproject/opensearch", "2.11.1") && !since("influxdb", "latest"));
    }
}
