//! What can be done about findings, and what the files hold afterwards.

use crate::support::{self, Client, Folder, able, folder};
use serde_json::{Value, json};

/// Opens a file in a fresh folder.
fn open(path: &str, text: &str, options: Value) -> (Folder, Client, String) {
    let root = folder(&[(path, text)]);
    let client = Client::with(&root.0, able(), options);
    let uri = root.uri(path);
    client.open(&uri, "", text);
    (root, client, uri)
}

fn title(action: &Value) -> &str {
    action["title"].as_str().unwrap()
}

fn find<'a>(actions: &'a [Value], wanted: &str) -> &'a Value {
    let titles: Vec<&str> = actions.iter().map(title).collect();
    actions
        .iter()
        .find(|action| title(action) == wanted)
        .unwrap_or_else(|| panic!("{wanted} is not in {titles:?}"))
}

/// The text after an action, whose edit is for one file.
fn after(text: &str, action: &Value) -> String {
    let change = &action["edit"]["documentChanges"][0];
    assert_eq!(change["textDocument"]["version"], 1);
    let at = |place: &Value| {
        let line = place["line"].as_u64().unwrap() as usize;
        let start: usize = text.split_inclusive('\n').take(line).map(str::len).sum();
        start + place["character"].as_u64().unwrap() as usize
    };
    let mut edits: Vec<(usize, usize, &str)> = change["edits"]
        .as_array()
        .unwrap()
        .iter()
        .map(|edit| {
            let range = &edit["range"];
            (at(&range["start"]), at(&range["end"]), edit["newText"].as_str().unwrap())
        })
        .collect();
    edits.sort_by_key(|(start, ..)| *start);
    let mut text = text.to_owned();
    for (start, end, new) in edits.into_iter().rev() {
        text.replace_range(start..end, new);
    }
    text
}

const APT: &str = "FROM debian:12\r\nRUN apt-get update && apt-get install curl\r\nRUN apt-get update && apt-get install vim\r\nUSER app\r\n";

#[test]
fn fixes() {
    let (_root, mut client, uri) = open("Dockerfile", APT, Value::Null);
    let actions = client.actions(&uri, 1, None);
    let fix = actions.iter().find(|action| action["isPreferred"] == true).unwrap();
    assert_eq!(fix["kind"], "quickfix");
    assert_eq!(fix["diagnostics"][0]["code"], "apt-get-yes");
    assert_eq!(after(APT, fix), APT.replacen("install curl", "install -y curl", 1));
    let both = APT.replace("install ", "install -y ");
    assert_eq!(after(APT, find(&actions, "Fix every `apt-get-yes` in this file")), both);
    for only in ["source", "source.fixAll", "source.fixAll.plimsoll"] {
        let actions = client.actions(&uri, 0, Some(only));
        assert_eq!(actions.len(), 1, "{only}");
        assert_eq!(actions[0]["kind"], "source.fixAll.plimsoll");
        assert_eq!(after(APT, &actions[0]), both);
    }
    assert_eq!(client.actions(&uri, 1, Some("refactor")), [Value::Null; 0]);
    assert_eq!(client.actions(&uri, 1, Some("source.organizeImports")), [Value::Null; 0]);
    assert!(client.actions(&uri, 1, Some("quickfix")).iter().all(|action| action["kind"] == "quickfix"));
    assert_eq!(client.actions(&uri, 0, Some("quickfix")), [Value::Null; 0]);
}

/// Runs each action that silences and looks whether the finding is gone.
fn silences(path: &str, text: &str, line: u32, rule: &str, here: &str, file: &str) {
    for (where_, expected) in [("here", here), ("in this file", file)] {
        let (_root, mut client, uri) = open(path, text, json!({ "preset": "all" }));
        let actions = client.actions(&uri, line, None);
        let new = after(text, find(&actions, &format!("Ignore `{rule}` {where_}")));
        assert_eq!(new, expected);
        client.change(&uri, 2, &new);
        let found = support::rules(&client.pulled(&uri)["items"]);
        assert!(!found.iter().any(|found| found == rule), "{rule} {where_}: {found:?}");
    }
}

#[test]
fn silencing() {
    let text = "# syntax=docker/dockerfile:1\n# escape=`\n\nFROM debian:latest\nRUN apt-get update && `\n  apt-get install curl\n";
    let with = |at: &str, comment: &str| text.replacen(at, &format!("{comment}{at}"), 1);
    silences(
        "Dockerfile",
        text,
        5,
        "apt-get-yes",
        &with("RUN", "# plimsoll: ignore[apt-get-yes]\n"),
        &with("FROM", "# plimsoll: ignore-file[apt-get-yes]\n"),
    );
    let text =
        "FROM a:1\n# plimsoll: ignore[recommended-packages]\nRUN apt-get update && apt-get install curl\n";
    silences(
        "Dockerfile",
        text,
        2,
        "apt-get-yes",
        &text.replace("packages]", "packages, apt-get-yes]"),
        &format!("# plimsoll: ignore-file[apt-get-yes]\n{text}"),
    );
    let text = "services:\n  web:\n    image: nginx:latest\n    cap_add:\n      - SYS_ADMIN\n";
    silences(
        "compose.yaml",
        text,
        4,
        "dangerous-capability",
        &text.replace("      - SYS", "      # plimsoll: ignore[dangerous-capability]\n      - SYS"),
        &format!("# plimsoll: ignore-file[dangerous-capability]\n{text}"),
    );
    // In a flow mapping the comment goes above the entry that starts the line.
    let text = "services:\n  web: {image: \"nginx:latest\", privileged: true}\n";
    silences(
        "compose.yaml",
        text,
        1,
        "privileged-container",
        &text.replace("  web", "  # plimsoll: ignore[privileged-container]\n  web"),
        &format!("# plimsoll: ignore-file[privileged-container]\n{text}"),
    );
}

#[test]
fn reading_about_a_rule() {
    let (_root, mut client, uri) = open("Dockerfile", "FROM debian:latest\nUSER a\n", Value::Null);
    let actions = client.actions(&uri, 0, None);
    let command = find(&actions, "Open the documentation for `latest-tag`")["command"].clone();
    let params = json!({ "command": command["command"], "arguments": command["arguments"] });
    client.request("workspace/executeCommand", params).unwrap();
    client.wait_until_idle();
    let shown = client.requests.iter().find(|request| request.method == "window/showDocument").unwrap();
    assert_eq!(shown.params["uri"], support::url("latest-tag"));

    let text = "# hadolint ignore=DL3007, SC2086\nFROM a:latest # plimsoll: ignore[sudo]\n# plimsoll: ignore[sudo]\n";
    let (_root, mut client, uri) = open("Dockerfile", text, Value::Null);
    let links = client.about("textDocument/documentLink", &uri);
    let link = |one: &Value| {
        let (line, start) =
            (one["range"]["start"]["line"].clone(), one["range"]["start"]["character"].clone());
        (line.as_u64().unwrap(), start.as_u64().unwrap(), one["target"].as_str().unwrap().to_owned())
    };
    let links: Vec<_> = links.as_array().unwrap().iter().map(link).collect();
    assert!(links.contains(&(0, 18, support::url("latest-tag"))), "{links:?}");
    assert!(links.contains(&(2, 19, support::url("sudo"))), "{links:?}");
}

/// Working out all fixes takes time: nobody has to wait for it who only moves the cursor.
#[test]
fn an_edit_that_is_asked_for_later() {
    let root = folder(&[("Dockerfile", APT)]);
    let mut able = able();
    able["textDocument"]["codeAction"] =
        json!({ "dataSupport": true, "resolveSupport": { "properties": ["edit"] } });
    let mut client = Client::with(&root.0, able, Value::Null);
    let uri = root.uri("Dockerfile");
    client.open(&uri, "dockerfile", APT);
    let actions = client.actions(&uri, 1, None);
    let all = find(&actions, "Apply all safe fixes");
    assert!(all["edit"].is_null());
    let resolved = client.request("codeAction/resolve", all.clone()).unwrap();
    assert_eq!(after(APT, &resolved), APT.replace("install ", "install -y "));
    let named = client.actions(&uri, 1, Some("source.fixAll"));
    assert_eq!(named[0]["edit"], resolved["edit"], "who asks for it gets it at once");
}

/// The same for a client that cannot ask for the edit later: it runs a command.
#[test]
fn an_edit_that_is_made_by_a_command() {
    let root = folder(&[("Dockerfile", APT)]);
    let mut able = able();
    able["workspace"]["applyEdit"] = true.into();
    let mut client = Client::with(&root.0, able, Value::Null);
    let uri = root.uri("Dockerfile");
    client.open(&uri, "dockerfile", APT);
    let actions = client.actions(&uri, 1, None);
    let all = find(&actions, "Apply all safe fixes");
    assert!(all["edit"].is_null());
    let params = json!({ "command": all["command"]["command"], "arguments": all["command"]["arguments"] });
    client.request("workspace/executeCommand", params).unwrap();
    client.wait_until_idle();
    let asked = client.requests.iter().find(|request| request.method == "workspace/applyEdit").unwrap();
    assert_eq!(after(APT, &asked.params), APT.replace("install ", "install -y "));
}

#[test]
fn a_client_that_knows_no_versions() {
    let root = folder(&[("Dockerfile", APT)]);
    let mut client = Client::with(&root.0, json!({}), Value::Null);
    let uri = root.uri("Dockerfile");
    client.open(&uri, "dockerfile", APT);
    let actions = client.actions(&uri, 1, Some("source.fixAll"));
    assert!(actions[0]["edit"]["changes"][&uri].is_array());
    let actions = client.actions(&uri, 1, None);
    assert!(actions.iter().all(|action| action["command"].is_null() && action["edit"].is_object()));
}
