//! What the editor knows of the keys of a policy.
#![allow(
    dead_code,
    clippy::disallowed_methods,
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::missing_panics_doc,
    clippy::needless_pass_by_value,
    reason = "a test may fail"
)]

mod support;

use support::{Client, folder};

#[test]
fn policies() {
    let root = folder(&[]);
    let mut client = Client::start(&root.0);
    let name = "plimsoll-policy.yaml";
    let mut at = |text: &str| client.suggested(&root.uri(name), text);
    assert!(at("comp").contains(&"compliance".to_owned()));
    let keys = at("compliance:\n  a:\n    non");
    assert!(keys.contains(&"non_root_user".to_owned()) && keys.contains(&"encryption_at_rest".to_owned()));
    assert_eq!(at("compliance:\n  a:\n    privileged_containers: "), ["forbidden", "discouraged", "allowed"]);
    assert!(at("declare:\n  ").contains(&"images".to_owned()));
    let uri = root.uri(name);
    client.open(
        &uri,
        "yaml",
        "compliance:\n  a:\n    non_root_user: required\n    encryption_at_rest: required\n",
    );
    let mut card = |line: u32| {
        client.at("textDocument/hover", &uri, (line, 6))["contents"]["value"].as_str().unwrap().to_owned()
    };
    let asked = card(2);
    assert!(asked.contains("`required`, `preferred`") && asked.contains("`root-user`"), "{asked}");
    let unverifiable = card(3);
    assert!(unverifiable.contains("This cannot be checked in files"), "{unverifiable}");
}
