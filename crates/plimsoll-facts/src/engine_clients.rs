//! Images whose purpose it is to talk to the container engine of their host.

use std::sync::LazyLock;

use plimsoll_packed::Pack;

use crate::aliases::name;
use crate::table::{ByRepository, Fields, Row};

static TEXT: Pack = Pack::new(include_bytes!(concat!(env!("OUT_DIR"), "/engine-clients.tsv")));

static TABLE: LazyLock<ByRepository<EngineClient>> = LazyLock::new(|| ByRepository::new(TEXT.text()));

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

/// What an image does with the engine, if that is its purpose: also one behind a mirror, and a variant of one, such as
/// `henrygd/beszel-agent-nvidia`.
pub fn find(full: &str) -> Option<EngineClient> {
    let full = name(full);
    // The owner and the name are what mirrors keep.
    let end = full.rmatch_indices('/').nth(1).and_then(|(at, _)| full.get(at + 1..));
    let end = end.map(|end| end.strip_prefix("library/").unwrap_or(end));
    let names = [Some(&*full), end].into_iter().flatten();
    names.into_iter().find_map(|name| {
        let is_mark = |at: &usize| name.get(..*at).is_some_and(|start| start.contains('/'));
        let variants = name.rmatch_indices('-').map(|(at, _)| at).filter(is_mark);
        let bases = variants.filter_map(|at| name.get(..at));
        std::iter::once(name).chain(bases).find_map(|name| TABLE.about(name).next())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_can_be_read() {
        crate::table::check::<EngineClient>(TEXT.text());
        // It continues a sentence: "`traefik` routes to …".
        for row in crate::table::lines(TEXT.text()) {
            let client = EngineClient::read(&mut Fields::of(row)).unwrap();
            assert!(client.purpose.split(' ').next().is_some_and(|verb| verb.ends_with('s')), "{row}");
        }
    }

    #[test]
    fn registries_do_not_matter() {
        assert!(find("docker.io/library/traefik").is_some());
        assert!(find("traefik").is_some() && find("acme/traefik").is_none());
        assert!(find("hub.example.com/louislam/uptime-kuma").is_some());
        assert!(find("amir20/dozzle-arm").is_some() && find("louislam/other-kuma").is_none());
    }
}
