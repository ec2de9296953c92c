//! dclint's `.dclintrc`: JSON or YAML.
//!
//! Source: dclint's documentation, "Configuration": 0 is off, 1 a warning, 2 an error.

use plimsoll_compose::yaml::Yaml;
use plimsoll_diagnostics::{Level, Text};

use super::comment::{peer, words_of_list};
use super::fields::{with_document, words};
use super::{Code, ParsedConfig, Peer, PeerConfig};
use crate::suppress::{Reach, Request, named, split_word};

const CONFIG: PeerConfig = PeerConfig {
    name: "dclint",
    files: &[".dclintrc", ".dclintrc.json", ".dclintrc.yaml", ".dclintrc.yml"],
    read,
};

pub(super) const PEER: Peer =
    Peer { configs: &[CONFIG], comments: &["dclint"], comment: dclint, ..Peer::known_as("dclint") };

fn read(source: Text<'_>) -> ParsedConfig {
    with_document(source, settings)
}

fn settings(file: &Yaml<'_>) -> ParsedConfig {
    let mut settings = ParsedConfig { exclude: words(file, "exclude"), ..ParsedConfig::default() };
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
            settings.lost.push(format!(
                "the options of `{}` were not converted: see the options on the rule's page",
                &*entry.key.value
            ));
        }
        settings.codes.push(Code { name, level, ..Code::default() });
    }
    settings
}

/// `dclint disable-file`, `disable`, `disable-line`, `disable-next-line`, with or without names of rules.
fn dclint<'s>(word: Text<'s>, rest: Text<'s>) -> Option<Request<'s>> {
    let (keyword, list) = split_word(rest.trim());
    let reach = match keyword.raw {
        "disable" | "disable-file" => Reach::File,
        "disable-line" => Reach::Line,
        "disable-next-line" => Reach::NextLine,
        _ => return None,
    };
    let names: Vec<_> = words_of_list(list).map(|name| named("dclint", name.raw, name.span)).collect();
    let names = if names.is_empty() { vec![named("dclint", "*", word.span)] } else { names };
    Some(peer(reach, names))
}
