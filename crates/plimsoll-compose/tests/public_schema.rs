//! The tables of keys know what the Compose Specification's own schema knows, and nothing else.
#![allow(clippy::indexing_slicing, clippy::disallowed_methods, clippy::unwrap_used, reason = "a test")]

use std::collections::{BTreeMap, BTreeSet};

use plimsoll_compose::schema::{ITEM, keys_below};
use serde_json::Value;

/// Keys that only one of the two has, each with the reason.
const DIFFERENT: [(&str, &str, &str); 2] = [
    ("services *", "pre_start", "Compose reads it, and the schema does not have it yet"),
    ("services * build", "no_cache_filter", "Compose reads it, and the schema does not have it yet"),
];

/// The keys at each path of the schema; `*` stands for a free name.
type Keys = BTreeMap<Vec<String>, BTreeSet<String>>;

#[test]
fn the_tables_are_those_of_the_specification() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../testdata/compose-spec/compose-spec.json");
    let text = std::fs::read_to_string(path).unwrap();
    let schema: Value = serde_json::from_str(&text).unwrap();
    let mut theirs = Keys::new();
    collect(&schema, &schema, &mut Vec::new(), &mut theirs);
    assert!(theirs.len() > 40, "{}", theirs.len());
    let mut different = Vec::new();
    for (path, theirs) in &theirs {
        let names: Vec<&str> = path.iter().map(String::as_str).collect();
        let ours: BTreeSet<String> = keys_below(&names).into_iter().map(|key| key.name.to_owned()).collect();
        for key in ours.symmetric_difference(theirs) {
            let place = path.join(" ");
            if !DIFFERENT.iter().any(|(at, name, _)| *at == place && name == key) {
                let whose = if ours.contains(key) { "ours" } else { "theirs" };
                different.push(format!("{place} {key}: {whose} alone"));
            }
        }
    }
    assert!(different.is_empty(), "\n{}", different.join("\n"));
}

/// Takes in the keys below a node of the schema.
fn collect(root: &Value, node: &Value, path: &mut Vec<String>, found: &mut Keys) {
    if let Some(definition) = node["$ref"].as_str().and_then(|name| name.strip_prefix("#/definitions/")) {
        return collect(root, &root["definitions"][definition], path, found);
    }
    for word in ["oneOf", "anyOf", "allOf"] {
        for alternative in node[word].as_array().into_iter().flatten() {
            collect(root, alternative, path, found);
        }
    }
    if let Some(properties) = node["properties"].as_object() {
        let names = properties.keys().cloned();
        found.entry(path.clone()).or_default().extend(names);
        for (name, value) in properties {
            descend(root, value, name, path, found);
        }
    }
    let patterns = node["patternProperties"].as_object().into_iter().flatten();
    for (_, value) in patterns.filter(|(pattern, _)| *pattern != "^x-") {
        descend(root, value, "*", path, found);
    }
    if node["additionalProperties"].is_object() {
        descend(root, &node["additionalProperties"], "*", path, found);
    }
    descend(root, &node["items"], ITEM, path, found);
}

fn descend(root: &Value, node: &Value, name: &str, path: &mut Vec<String>, found: &mut Keys) {
    path.push(name.to_owned());
    collect(root, node, path, found);
    path.pop();
}
