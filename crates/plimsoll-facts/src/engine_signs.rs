//! Words by which a service says that it is there to use the container engine of its host.

use crate::table::{Fields, Row, Table};

const TEXT: &str = include_str!("../facts/engine-signs.tsv");

static TABLE: Table<EngineSign> = Table::new(TEXT);

struct EngineSign {
    kind: Kind,
    sign: &'static str,
}

/// Where a word is a sign.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// In the name of a service or of its image.
    Name,
    /// In a step of a build, which installs the engine's client.
    Package,
    /// In a list of dependencies.
    Library,
}

impl Kind {
    /// Whether a word is such a sign.
    pub fn has(self, word: &str) -> bool {
        TABLE.rows().iter().any(|row| row.kind == self && row.sign.eq_ignore_ascii_case(word))
    }
}

impl Row for EngineSign {
    const COLUMNS: &'static [&'static str] = &["kind", "sign", "source"];

    fn read(fields: &mut Fields) -> Option<EngineSign> {
        let kind = match fields.text() {
            "name" => Kind::Name,
            "package" => Kind::Package,
            "library" => Kind::Library,
            _ => return None,
        };
        Some(EngineSign { kind, sign: fields.text() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_can_be_read() {
        crate::table::check::<EngineSign>(TEXT);
        assert!(Kind::Name.has("Runner") && !Kind::Name.has("docker.io"));
        assert!(Kind::Package.has("docker.io") && Kind::Library.has("dockerode"));
    }
}
