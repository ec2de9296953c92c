//! Images that nobody updates any more, whatever their tag.

use std::sync::LazyLock;

use plimsoll_packed::Pack;

use crate::aliases::name;
use crate::images::fits_tag;
use crate::table::{ByRepository, Fields, Row};

static TEXT: Pack = Pack::new(include_bytes!(concat!(env!("OUT_DIR"), "/retired.tsv")));

static TABLE: LazyLock<ByRepository<Retired>> = LazyLock::new(|| ByRepository::new(TEXT.text()));

/// An image that nobody updates any more.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Retired {
    /// What its maintainers say that it is: `deprecated`, `archived`, `moved`, `unmaintained`, `removed`.
    pub state: &'static str,
    /// The day from which on; `None` where none is named.
    pub since: Option<&'static str>,
    /// The image to use instead.
    pub successor: Option<&'static str>,
    /// Who says so.
    pub source: &'static str,
    repository: &'static str,
    tags: &'static str,
}

impl Row for Retired {
    const COLUMNS: &'static [&'static str] = &["repository", "tags", "state", "since", "successor", "source"];

    fn read(fields: &mut Fields) -> Option<Retired> {
        let (repository, tags, state) = (fields.text(), fields.text(), fields.text());
        let is_known = ["deprecated", "archived", "moved", "unmaintained", "removed"].contains(&state);
        let mut optional = || Some(fields.text()).filter(|text| !text.is_empty());
        let (since, successor) = (optional(), optional());
        is_known.then(|| Retired { state, since, successor, source: fields.text(), repository, tags })
    }
}

/// What is known of an image that nobody updates any more.
pub fn find(full: &str, tag: &str) -> Option<Retired> {
    TABLE.about(&name(full)).find(|image| fits_tag(image.tags, tag))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_can_be_read() {
        crate::table::check::<Retired>(TEXT.text());
        for row in crate::table::lines(TEXT.text()) {
            let image = Retired::read(&mut Fields::of(row)).unwrap();
            assert!(image.since.is_none_or(|day| day.len() == 10), "{row}");
            assert!(image.state != "moved" || image.successor.is_some(), "{row}");
            let next = image.successor.unwrap_or_default();
            assert!(next.contains(':') || find(next, "latest").is_none(), "{row}");
            assert!(!image.repository.is_empty(), "{row}");
        }
    }

    #[test]
    fn tags_decide() {
        assert_eq!(find("docker.io/library/vault", "1.13").map(|image| image.state), Some("moved"));
        assert_eq!(find("bitnami/postgresql", "15.4.0").map(|image| image.state), Some("removed"));
        assert!(find("bitnami/redis", "7").is_some());
        assert!(find("bitnami/postgresql", "latest").is_none());
        assert!(find("hashicorp/vault", "1.20").is_none());
        // Early-access builds are still published.
        assert!(find("openjdk", "17-slim").is_some() && find("openjdk", "27-ea-jdk-slim").is_none());
    }
}
