//! Images that do their work only with capabilities that Docker does not give by default.

use std::sync::LazyLock;

use crate::aliases::name;
use crate::table::{ByRepository, Fields, Row};

const TEXT: &str = include_str!("../facts/needed-capabilities.tsv");

static TABLE: LazyLock<ByRepository<NeededCapabilities>> = LazyLock::new(|| ByRepository::new(TEXT));

/// The capabilities that the documentation of an image asks for.
#[derive(Clone, Copy)]
struct NeededCapabilities(&'static str);

impl Row for NeededCapabilities {
    const COLUMNS: &'static [&'static str] = &["repository", "capabilities", "source"];

    fn read(fields: &mut Fields) -> Option<NeededCapabilities> {
        fields.text();
        Some(NeededCapabilities(fields.text()))
    }
}

/// Whether the documentation of an image asks for a capability, which is written without `CAP_`.
pub fn needs(full: &str, capability: &str) -> bool {
    TABLE.about(&name(full)).any(|needed| needed.0.split(' ').any(|own| own == capability))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_can_be_read() {
        crate::table::check::<NeededCapabilities>(TEXT);
        for row in crate::table::lines(TEXT) {
            let NeededCapabilities(needed) = NeededCapabilities::read(&mut Fields::of(row)).unwrap();
            assert!(needed.split(' ').all(|it| crate::capabilities::find(it).is_some()), "{row}");
        }
        assert!(needs("docker.io/netdata/netdata", "SYS_PTRACE"));
        assert!(!needs("docker.io/netdata/netdata", "SYS_MODULE"));
    }
}
