//! Images whose purpose it is to talk to the container engine of their host.

use std::sync::LazyLock;

use crate::aliases::name;
use crate::table::{ByRepository, Fields, Row};

const TEXT: &str = include_str!("../facts/engine-clients.tsv");

static TABLE: LazyLock<ByRepository<EngineClient>> = LazyLock::new(|| ByRepository::new(TEXT));

/// An image that is made to talk to the engine.
#[derive(Clone, Copy, Debug)]
pub struct EngineClient {
    /// What it does with it: `routes to containers by their labels`.
    pub purpose: &'static str,
}

impl Row for EngineClient {
    const COLUMNS: &'static [&'static str] = &["repository", "purpose", "source"];

    fn read(fields: &mut Fields) -> Option<EngineClient> {
        fields.text();
        Some(EngineClient { purpose: fields.text() })
    }
}

/// What an image does with the engine, if that is its purpose.
pub fn find(full: &str) -> Option<EngineClient> {
    TABLE.about(&name(full)).next()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_can_be_read() {
        crate::table::check::<EngineClient>(TEXT);
        // It continues a sentence: "`traefik` routes to …".
        for row in crate::table::lines(TEXT) {
            let client = EngineClient::read(&mut Fields::of(row)).unwrap();
            assert!(client.purpose.split(' ').next().is_some_and(|verb| verb.ends_with('s')), "{row}");
        }
    }

    #[test]
    fn registries_do_not_matter() {
        assert!(find("docker.io/library/traefik").is_some());
        assert!(find("traefik").is_some() && find("acme/traefik").is_none());
    }
}
