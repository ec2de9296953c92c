//! The tables of keys know what the Compose Specification knows, and nothing else.
#![allow(clippy::indexing_slicing, clippy::disallowed_methods, clippy::unwrap_used, reason = "a test")]

use std::collections::{BTreeMap, BTreeSet};

use plimsoll_compose::schema::keys_below;

/// Keys that only one of the two has, each with the reason.
const DIFFERENT: [(&str, &str, &str); 2] = [
    ("services *", "pre_start", "Compose reads it, and the specification does not have it yet"),
    ("services * build", "no_cache_filter", "Compose reads it, and the specification does not have it yet"),
];

#[test]
fn the_tables_are_those_of_the_specification() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../testdata/compose-keys.tsv");
    let text = std::fs::read_to_string(path).unwrap();
    let rows = text.lines().filter(|line| !line.starts_with('#')).skip(1);
    let theirs: BTreeMap<&str, BTreeSet<String>> = rows
        .map(|row| {
            let fields: Vec<&str> = row.split('\t').collect();
            (fields[0], fields[1].split(' ').map(str::to_owned).collect())
        })
        .collect();
    assert!(theirs.len() > 40, "{}", theirs.len());
    let mut different = Vec::new();
    for (path, theirs) in &theirs {
        let names: Vec<&str> = path.split(' ').filter(|name| *name != ".").collect();
        let ours: BTreeSet<String> = keys_below(&names).into_iter().map(|key| key.name.to_owned()).collect();
        for key in ours.symmetric_difference(theirs) {
            if !DIFFERENT.iter().any(|(at, name, _)| at == path && name == key) {
                let whose = if ours.contains(key) { "ours" } else { "theirs" };
                different.push(format!("{path} {key}: {whose} alone"));
            }
        }
    }
    assert!(different.is_empty(), "\n{}", different.join("\n"));
}
