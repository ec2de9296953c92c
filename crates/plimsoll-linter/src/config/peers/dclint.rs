//! dclint's `.dclintrc`: JSON or YAML.
//!
//! Source: dclint's documentation, "Configuration": 0 is off, 1 a warning, 2 an error.

use plimsoll_compose::yaml::Yaml;
use plimsoll_diagnostics::{Level, Text};

use super::fields::{with_document, words};
use super::{Code, Peer, Told};

pub(super) const PEER: Peer =
    Peer { name: "dclint", files: &[".dclintrc", ".dclintrc.json", ".dclintrc.yaml", ".dclintrc.yml"], read };

fn read(source: Text<'_>) -> Told {
    with_document(source, told)
}

fn told(file: &Yaml<'_>) -> Told {
    let mut told = Told { exclude: words(file, "exclude"), ..Told::default() };
    let rules = file.get("rules").and_then(Yaml::as_mapping);
    for entry in rules.iter().flat_map(|rules| rules.entries.iter()) {
        let (level, options) = match entry.value.as_sequence() {
            Some([level, options @ ..]) => (level, !options.is_empty()),
            Some([]) => continue,
            None => (&entry.value, false),
        };
        let level = match level.as_scalar().map(|level| &*level.value) {
            Some("0") => None,
            Some("1") => Some(Level::Warning),
            Some("2") => Some(Level::Error),
            _ => continue,
        };
        let name = format!("dclint:{}", &*entry.key.value);
        if options && level.is_some() {
            told.lost
                .push(format!("the options of `{}`: the rule's page lists those here", &*entry.key.value));
        }
        told.codes.push(Code { name, level, ..Code::default() });
    }
    told
}
