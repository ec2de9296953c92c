//! What can be written as a value, and what is said of names that several services share.

use crate::support::{Client, folder};
use serde_json::Value;

const DOCKERFILE: &str = "# syntax=docker/dockerfile:1\nARG VERSION=12\nFROM debian:${VERSION} AS build\nARG TOKEN\n\
    RUN --mount=type=cache,target=/x true\nFROM nginx:1\nCOPY --from=build /a /b\n";
const COMPOSE: &str = "x-base: &base\n  init: true\nservices:\n  api:\n    <<: *base\n    build:\n      context: app\n      \
    args:\n        TOKEN: x\n    restart: always\n    volumes:\n      - data:/data\n  db:\n    image: redis:8\n    volumes: [data:/x]\nvolumes:\n  data:\n  old:\n";

/// Puts `|` into a text in place of `old`, and asks there.
fn ask(path: &str, old: &str, new: &str, method: &str) -> Value {
    let root = folder(&[("app/Dockerfile", DOCKERFILE), ("compose.yaml", COMPOSE)]);
    let mut client = Client::start(&root.0);
    let text = if path.ends_with("yaml") { COMPOSE } else { DOCKERFILE };
    assert!(text.contains(old), "{old}");
    let text = text.replacen(old, new, 1);
    let (before, behind) = text.split_once('|').unwrap();
    let line = before.rsplit('\n').next().unwrap();
    let place = (before.matches('\n').count() as u32, line.len() as u32);
    client.open(&root.uri(path), "", &format!("{before}{behind}"));
    client.at(method, &root.uri(path), place)
}

fn offered(path: &str, old: &str, new: &str) -> Vec<String> {
    let answer = ask(path, old, new, "textDocument/completion");
    answer.as_array().unwrap().iter().map(|item| item["label"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn in_dockerfiles() {
    let offered = |old, new| offered("app/Dockerfile", old, new);
    assert_eq!(offered("type=cache", "type=|"), ["bind", "cache", "tmpfs", "secret", "ssh"]);
    let fields = offered("target=/x", "|");
    assert!(fields.contains(&"sharing".to_owned()) && !fields.contains(&"type".to_owned()), "{fields:?}");
    assert!(offered("FROM nginx", "FROM --platform=| nginx").contains(&"linux/arm64".to_owned()));
    assert_eq!(offered("--from=build", "--from=|"), ["build"]);
    assert_eq!(offered("COPY --from=build", "COPY --chown=|"), [""; 0]);
    assert!(offered("# syntax=docker/dockerfile:1", "# |").contains(&"escape=`".to_owned()));
    assert_eq!(offered("ARG TOKEN", "# |"), [""; 0], "directives stand at the top");
}

#[test]
fn in_compose_files() {
    let offered = |old, new| offered("compose.yaml", old, new);
    assert_eq!(offered("restart: always", "restart: |"), ["no", "always", "on-failure", "unless-stopped"]);
    assert_eq!(offered("        TOKEN: x", "        |"), ["VERSION", "TOKEN"]);
    assert_eq!(offered("*base", "*|"), ["base"]);
}

#[test]
fn what_is_shared() {
    let said = |path, old: &str, new| {
        ask(path, old, new, "textDocument/hover")["contents"]["value"].as_str().unwrap_or_default().to_owned()
    };
    assert_eq!(
        said("compose.yaml", "data:/data", "da|ta:/data"),
        "**volume `data`**\n- used by: `api`, `db`"
    );
    assert_eq!(said("compose.yaml", "  old:", "  o|ld:").lines().last(), Some("- used by: no service"));
    assert!(said("app/Dockerfile", "--mount", "-|-mount").starts_with("`RUN --mount`"));
}
