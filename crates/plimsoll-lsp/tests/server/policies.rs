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
    assert_eq!(at("declare:\n  ports:\n    "), ["allow", "deny", "published-by", "address", "privileged"]);
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

#[test]
fn every_key_of_a_policy_has_a_card() {
    let text = "title: a\nenvironments:\n  live:\n    files: [a]\ncompliance:\n  a:\n    non_root_user:\n      word: required\n      \
                only: [web]\ndeclare:\n  images:\n    allow: [a]\n    level: note\nwaivers:\n- id: W-1\n  where:\n    \
                finding: a\nattestations:\n- key: encryption_at_rest\n  statement: a\nsettings:\n  unverified: note\nextends:\n\
                - file: a.yaml\nrego:\n  files: [a]\nstandards: [gdpr]\nx-own: a\n";
    let root = folder(&[]);
    let mut client = Client::start(&root.0);
    let uri = root.uri("plimsoll-policy.yaml");
    client.open(&uri, "yaml", text);
    for (number, line) in text.lines().enumerate() {
        let key = line.trim_start_matches([' ', '-']).split(':').next().unwrap();
        let at = line.find(key).unwrap() + 1;
        let place = (u32::try_from(number).unwrap(), u32::try_from(at).unwrap());
        let card = client.at("textDocument/hover", &uri, place);
        // Names that somebody chose mean nothing.
        let is_name = ["live", "a", "x-own"].contains(&key);
        assert_eq!(card.is_null(), is_name, "{line}: {card}");
    }
    let toml = "title = \"a\"\n[declare.user]\nmin-uid = 1\n[[waiver]]\nid = \"a\"\n";
    let uri = root.uri("plimsoll-policy.toml");
    client.open(&uri, "toml", toml);
    for place in [(0, 1), (2, 1), (4, 1)] {
        assert!(!client.at("textDocument/hover", &uri, place).is_null(), "{place:?}");
    }
}

/// A requirement's finding stands where the command line has it, at its level, with the line that asks for it.
#[test]
fn a_policy_holds_in_the_editor() {
    let policy = "compliance:\n  a:\n    non_root_user: required\ndeclare:\n  ports: { allow: [443] }\n";
    let compose = "services:\n  web:\n    image: ghcr.io/acme/web:3.2\n    user: root\n    ports: [\"127.0.0.1:80:80\"]\n";
    let root = folder(&[("plimsoll-policy.yaml", policy)]);
    let mut client = Client::start(&root.0);
    let uri = root.uri("compose.yaml");
    client.open(&uri, "yaml", compose);
    let items = client.pulled(&uri)["items"].clone();
    let place = |item: &Value| {
        (
            item["range"]["start"]["line"].as_u64().unwrap(),
            item["range"]["start"]["character"].as_u64().unwrap(),
        )
    };
    let asked = |items: &Value, rule: &str| {
        let found = items.as_array().unwrap().iter().find(|item| item["code"] == rule);
        found.map(|item| (place(item), item["severity"].as_u64(), item["relatedInformation"][0].clone()))
    };
    let (at, severity, related) = asked(&items, "root-user").unwrap();
    assert_eq!((at, severity), ((3, 10), Some(1)));
    assert!(related["location"]["uri"].as_str().unwrap().ends_with("/plimsoll-policy.yaml"), "{related}");
    assert_eq!(related["location"]["range"]["start"], json!({ "line": 2, "character": 19 }));
    assert_eq!(asked(&items, "unapproved-port").unwrap().0, (4, 12));

    // It goes when it is fixed, and when the policy asks for less.
    client.change(&uri, 2, &compose.replace("root", "\"1000\"").replace(":80:", ":443:"));
    assert_eq!(rules(&client.pulled(&uri)["items"]), [""; 0]);
    client.change(&uri, 3, compose);
    let own = root.uri("plimsoll-policy.yaml");
    client.open(&own, "yaml", &policy.replace("required", "preferred").replace("443", "80"));
    let items = client.pulled(&uri)["items"].clone();
    assert_eq!(asked(&items, "root-user").unwrap().1, Some(2), "its own level is higher than a note");
    assert_eq!(asked(&items, "unapproved-port"), None);

    // Its mistakes stand in the policy itself.
    client.change(
        &own,
        2,
        "compliance:\n  a:\n    non_rot_user: required\ndeclare:\n  ports: { alow: [80] }\n",
    );
    let items = client.pulled(&own)["items"].clone();
    let places: Vec<_> = items.as_array().unwrap().iter().map(place).collect();
    assert_eq!(places, [(2, 4), (4, 11)], "{items}");
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
    client.wait_until_idle();
    assert_eq!(client.pushed_rules(&uri), ["rego"]);
    client.change(&uri, 2, "FROM example.org/base:12\nUSER 10001\nRUN wget -V\n");
    while !client.pushed_rules(&uri).is_empty() {
        client.wait_until_idle();
    }
    assert_eq!(asked(), 2);
}
