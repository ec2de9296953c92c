//! What the editor knows of the keys of a policy.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use crate::support::{self, Client, able, folder, product, rules};
use plimsoll_diagnostics::{Diagnostic, Level, Sources, Span};
use plimsoll_linter::{Rego, RegoFiles, RegoRule, rego_finding};
use plimsoll_lsp::Product;
use plimsoll_project::Project;
use serde_json::{Value, json};

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
    assert_eq!(at("declare:\n  ports:\n    "), ["allow", "deny", "published-by"]);
    assert_eq!(at("rego:\n  files: [policy/]\n  "), ["combine", "data", "files", "levels"]);
    assert_eq!(at("rego:\n  combine: "), ["true", "false"]);
    assert_eq!(at("settings:\n  unverified: "), ["note", "error"]);
    assert_eq!(at("environments:\n  live:\n    "), ["files", "profiles"]);
    assert!(at("waivers:\n  - id: W-1\n    ow").contains(&"owner".to_owned()));
    assert_eq!(at("waivers:\n  - id: W-1\n    where:\n      "), ["files", "finding", "services"]);
    assert!(at("compliance:\n  a:\n    non_root_user:\n      ").contains(&"since".to_owned()));
    assert_eq!(
        at("compliance:\n  a:\n    non_root_user:\n      word: "),
        ["required", "preferred", "allowed"]
    );
    assert!(at("standards: [").contains(&"cis-docker".to_owned()));
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

/// How often rules were asked.
static ASKED: AtomicUsize = AtomicUsize::new(0);

/// An engine that finds each `curl`, and counts how often it is asked.
struct Curl;

impl Rego for Curl {
    fn rules(&self) -> Vec<RegoRule> {
        Vec::new()
    }

    fn check(&self, project: &Project<'_>, _: &Sources, _: &dyn Fn() -> Vec<Diagnostic>) -> Vec<Diagnostic> {
        ASKED.fetch_add(1, Ordering::Relaxed);
        let file = project.files().next().unwrap();
        let found = project.sources.file(file).text.match_indices("curl");
        found.map(|(at, _)| rego_finding(Span::new(file, at, at + 4), Level::Error, "no curl")).collect()
    }

    fn begin(&self) {}
}

fn load(_: &RegoFiles, _: &Sources) -> (Option<Box<dyn Rego>>, Vec<Diagnostic>) {
    (Some(Box::new(Curl)), Vec::new())
}

fn asked() -> usize {
    ASKED.swap(0, Ordering::Relaxed)
}

/// Rules in Rego are asked when a file is opened or saved, or when nobody types. In between, what they said stays at its place.
#[test]
fn rules_in_rego_wait_until_nobody_types() {
    let root = folder(&[("plimsoll-policy.yaml", "rego: [a.rego]\n"), ("a.rego", "package main\n")]);
    let params = json!({ "capabilities": able(), "workspaceFolders": [{ "uri": support::uri(&root.0), "name": "root" }] });
    let patient = Product { rego: Some(load), quiet: Duration::from_hours(1), ..product() };
    let mut client = Client::of(patient, params.clone());
    let uri = root.uri("Dockerfile");
    let line = |items: &Value| items[0]["range"]["start"]["line"].as_u64();
    client.open(&uri, "dockerfile", "FROM example.org/base:12\nUSER 10001\nRUN curl -V\n");
    assert_eq!(rules(&client.pulled(&uri)["items"]), ["rego"]);
    assert_eq!(asked(), 1);
    for version in 2..20 {
        let lines = "ENV a=b\n".repeat(usize::try_from(version).unwrap());
        client.change(&uri, version, &format!("FROM example.org/base:12\n{lines}USER 10001\nRUN curl -V\n"));
        assert_eq!(line(&client.pulled(&uri)["items"]), Some(2 + u64::try_from(version).unwrap()));
    }
    client.change(&uri, 20, "FROM example.org/base:12\nUSER 10001\nRUN wget -V\n");
    assert_eq!(rules(&client.pulled(&uri)["items"]), ["rego"], "it is not asked yet");
    assert_eq!(asked(), 0, "while somebody types");
    client.notify("textDocument/didSave", json!({ "textDocument": { "uri": uri } }));
    assert_eq!(rules(&client.pulled(&uri)["items"]), [""; 0]);
    assert_eq!(asked(), 1, "when it is saved");

    // Without a word of the client.
    let mut client = Client::of(Product { rego: Some(load), ..product() }, params);
    client.open(&uri, "dockerfile", "FROM example.org/base:12\nUSER 10001\nRUN curl -V\n");
    client.settle();
    assert_eq!(client.pushed_rules(&uri), ["rego"]);
    client.change(&uri, 2, "FROM example.org/base:12\nUSER 10001\nRUN wget -V\n");
    while !client.pushed_rules(&uri).is_empty() {
        client.settle();
    }
    assert_eq!(asked(), 2);
}
