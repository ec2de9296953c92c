//! Findings reach the editor: unasked or asked for, across files, after every kind of change.

use crate::support::{self, Client, able, folder, rules};
use plimsoll_linter::Ambient;
use serde_json::{Value, json};

const BAD: &str = "FROM debian:latest\nCMD [\"/app\"]\n";
const GOOD: &str = "FROM debian:12\nUSER 10001\n";

#[test]
fn told_until_the_client_asks() {
    let root = folder(&[("Dockerfile", BAD), ("other/Dockerfile", BAD)]);
    let mut client = Client::start(&root.0);
    let (uri, other) = (root.uri("Dockerfile"), root.uri("other/Dockerfile"));
    client.open(&uri, "dockerfile", BAD);
    client.wait_until_idle();
    assert_eq!(client.pushed_rules(&uri), ["latest-tag", "root-user"]);
    assert_eq!(client.pushed_rules(&other), ["latest-tag", "root-user"], "files that are not open too");
    assert_eq!(client.pushed(&uri).unwrap()["version"], 1);

    let report = client.pulled(&uri);
    assert_eq!(report["kind"], "full");
    assert_eq!(rules(&report["items"]), ["latest-tag", "root-user"]);
    assert_eq!(client.pushed_rules(&uri), [""; 0], "what was told is taken back");
    assert_eq!(client.pushed_rules(&other), [""; 0]);

    let told = client.notifications.len();
    client.change(&uri, 2, GOOD);
    client.wait_until_idle();
    assert_eq!(client.notifications.len(), told, "and nothing more is told");
    assert_eq!(rules(&client.pulled(&uri)["items"]), [""; 0]);
    assert!(client.leave());
}

#[test]
fn rules_of_a_policy_in_rego() {
    let policy = ("plimsoll-policy.yaml", "rego: [policy/a.rego]\n");
    let module = "package main\n\ndeny contains \"no curl\" if {\n\tsome command in input\n\tcontains(command.Value[0], \"curl\")\n}\n";
    let root = folder(&[policy, ("policy/a.rego", module)]);
    let mut client = Client::start(&root.0);
    let uri = root.uri("Dockerfile");
    client.open(&uri, "dockerfile", "FROM debian:12\nUSER 10001\nRUN echo curl\n");
    let found = client.pulled(&uri);
    assert_eq!(rules(&found["items"]), ["rego"]);
    assert_eq!(found["items"][0]["range"]["start"], json!({ "line": 2, "character": 0 }));
    client.change(&uri, 2, GOOD);
    client.notify("textDocument/didSave", json!({ "textDocument": { "uri": uri } }));
    assert_eq!(rules(&client.pulled(&uri)["items"]), [""; 0]);
    // Another rule counts from then on.
    root.write("policy/a.rego", &module.replace("curl", "10001"));
    let change = json!({ "changes": [{ "uri": root.uri("policy/a.rego"), "type": 2 }] });
    client.notify("workspace/didChangeWatchedFiles", change);
    assert_eq!(rules(&client.pulled(&uri)["items"]), ["rego"]);
}

#[test]
fn the_same_again_has_the_same_id() {
    let root = folder(&[("Dockerfile", BAD), ("plimsoll.toml", "")]);
    let mut client = Client::start(&root.0);
    let uri = root.uri("Dockerfile");
    client.open(&uri, "dockerfile", BAD);
    let id = client.pulled(&uri)["resultId"].clone();
    let params = json!({ "textDocument": { "uri": uri }, "previousResultId": id });
    let again = client.request("textDocument/diagnostic", params.clone()).unwrap();
    assert_eq!((&again["kind"], &again["resultId"]), (&json!("unchanged"), &id));

    // Another configuration gives other findings for the same text.
    root.write("plimsoll.toml", "[rules]\nlatest-tag = \"off\"\n");
    let change = json!({ "changes": [{ "uri": root.uri("plimsoll.toml"), "type": 2 }] });
    client.notify("workspace/didChangeWatchedFiles", change);
    let again = client.request("textDocument/diagnostic", params).unwrap();
    assert_eq!((&again["kind"], rules(&again["items"])), (&json!("full"), vec!["root-user".to_owned()]));
    client.wait_until_idle();
    assert!(client.requests.iter().any(|request| request.method == "workspace/diagnostic/refresh"));
}

#[test]
fn a_workspace_is_told_as_a_whole() {
    let root = folder(&[("a/Dockerfile", BAD), ("b/Dockerfile", GOOD)]);
    let mut client = Client::start(&root.0);
    let ask = |client: &mut Client, previous: Value| {
        let report =
            client.request("workspace/diagnostic", json!({ "previousResultIds": previous })).unwrap();
        report["items"].as_array().unwrap().clone()
    };
    let items = ask(&mut client, json!([]));
    assert_eq!(items.len(), 2);
    let previous: Vec<Value> =
        items.iter().map(|item| json!({ "uri": item["uri"], "value": item["resultId"] })).collect();
    let items = ask(&mut client, json!(previous));
    assert!(items.iter().all(|item| item["kind"] == "unchanged"), "{items:?}");
    std::fs::remove_file(root.0.join("a/Dockerfile")).unwrap();
    let change = json!({ "changes": [{ "uri": root.uri("a/Dockerfile"), "type": 3 }] });
    client.notify("workspace/didChangeWatchedFiles", change);
    let items = ask(&mut client, json!(previous));
    let gone = items.iter().find(|item| item["uri"] == root.uri("a/Dockerfile")).unwrap();
    assert_eq!((&gone["kind"], &gone["items"]), (&json!("full"), &json!([])));
}

const COMPOSE: &str = "services:\n  web:\n    build:\n      context: ./app\n      target: build\n";

#[test]
fn one_file_shows_in_the_other() {
    let root = folder(&[("compose.yaml", COMPOSE), ("app/Dockerfile", "FROM debian:12 AS build\nUSER a\n")]);
    // A client that never asks.
    let mut client =
        Client::with(&root.0, json!({ "textDocument": { "publishDiagnostics": {} } }), Value::Null);
    let (compose, dockerfile) = (root.uri("compose.yaml"), root.uri("app/Dockerfile"));
    client.open(&dockerfile, "dockerfile", "FROM debian:12 AS build\nUSER a\n");
    client.wait_until_idle();
    assert_eq!(client.pushed_rules(&compose), [""; 0]);
    client.change(&dockerfile, 2, "FROM debian:12 AS other\nUSER a\n");
    client.wait_until_idle();
    assert_eq!(client.pushed_rules(&compose), ["unknown-build-target"]);
    // Back through the buffer of the other file, and without it again.
    client.open(&compose, "yaml", &COMPOSE.replace("target: build", "target: other"));
    client.wait_until_idle();
    assert_eq!(client.pushed_rules(&compose), [""; 0]);
    client.close(&compose);
    client.wait_until_idle();
    assert_eq!(client.pushed_rules(&compose), ["unknown-build-target"]);
    client.close(&dockerfile);
    client.wait_until_idle();
    assert_eq!(client.pushed_rules(&compose), [""; 0]);
}

#[test]
fn services_of_another_file() {
    let needs = |service: &str| {
        format!("services:\n  analyzer:\n    image: acme/analyzer:2\n    depends_on: [{service}]\n")
    };
    let has = |service: &str| format!("services:\n  {service}:\n    image: rabbitmq:4.2\n");
    let root = folder(&[("a/compose.yaml", &needs("queue")), ("a/b/compose.yaml", &has("queue"))]);
    let mut client = Client::with(&root.0, able(), json!({ "select": ["unknown-service"] }));
    let (one, other) = (root.uri("a/compose.yaml"), root.uri("a/b/compose.yaml"));
    client.open(&other, "dockercompose", &has("queue"));
    for (version, service) in (2..).zip(["queue", "jobs", "queue"]) {
        client.change(&other, version, &has(service));
        let is_found = rules(&client.pulled(&one)["items"]) == ["unknown-service"];
        assert_eq!(is_found, service != "queue", "{service}");
    }
}

#[test]
fn a_script_points_into_the_text_of_now() {
    let dockerfile = "FROM debian:12 AS build\nUSER a\n";
    let root = folder(&[
        ("Dockerfile", dockerfile),
        ("build.sh", "docker build --target biuld .\n"),
        ("docker-bake.hcl", "target \"a\" {\n  target = \"biuld\"\n}\n"),
    ]);
    let mut client = Client::start(&root.0);
    let uri = root.uri("Dockerfile");
    client.open(&uri, "dockerfile", dockerfile);
    for (version, blank) in (2..).zip(["", "\n", "\n\n\n"]) {
        client.change(&uri, version, &format!("{blank}{dockerfile}"));
        for path in ["build.sh", "docker-bake.hcl"] {
            let items = client.pulled(&root.uri(path))["items"].clone();
            assert_eq!(rules(&items), ["unknown-build-target"], "{path}");
            let stage = &items[0]["relatedInformation"][0]["location"];
            assert_eq!((&stage["uri"], &stage["range"]["start"]["line"]), (&json!(uri), &json!(blank.len())));
        }
    }
    client.change(&uri, 9, "FROM debian:12 AS biuld\nUSER a\n");
    for path in ["build.sh", "docker-bake.hcl"] {
        assert_eq!(client.pulled(&root.uri(path))["items"], json!([]), "{path}");
    }
}

#[test]
fn what_is_told_of_a_finding() {
    let root = folder(&[("Dockerfile", "FROM a:1 AS x\nFROM b:1 AS x\nMAINTAINER 𝄞\nUSER a\n")]);
    let mut client = Client::with(&root.0, able(), json!({ "preset": "all" }));
    let uri = root.uri("Dockerfile");
    let items = client.pulled(&uri)["items"].clone();
    let of = |rule: &str| items.as_array().unwrap().iter().find(|one| one["code"] == rule).unwrap().clone();
    let duplicate = of("duplicate-stage-name");
    assert_eq!(duplicate["relatedInformation"][0]["location"]["uri"], uri);
    assert_eq!(duplicate["codeDescription"]["href"], support::url("duplicate-stage-name"));
    assert_eq!(duplicate["source"], "plimsoll");
    assert_eq!(of("maintainer")["tags"], json!([2]));
    assert_eq!(of("unused-stage")["tags"], json!([1]));
}

#[test]
fn columns_in_the_agreed_unit() {
    let text = "FROM a:1\nRUN echo 𝄞é && apt-get install curl\nUSER a\n";
    for (encoding, column) in [("utf-8", 19), ("utf-16", 16), ("utf-32", 15)] {
        let root = folder(&[]);
        let capabilities = json!({ "general": { "positionEncodings": [encoding] } });
        let mut client = Client::with(&root.0, capabilities, Value::Null);
        assert_eq!(client.offered["capabilities"]["positionEncoding"], encoding);
        let uri = root.uri("Dockerfile");
        client.open(&uri, "dockerfile", text);
        let start = |client: &mut Client| {
            let items = client.pulled(&uri)["items"].clone();
            let all = items.as_array().unwrap();
            all.iter().find(|one| one["code"] == "apt-get-yes").unwrap()["range"]["start"]["character"]
                .clone()
        };
        assert_eq!(start(&mut client), column + 8, "{encoding}");
        let place = json!({ "line": 1, "character": column });
        let insertion = json!([{ "range": { "start": place, "end": place }, "text": "sudo " }]);
        client.edit(&uri, 2, &insertion);
        assert_eq!(start(&mut client), column + 13, "{encoding}");
    }
}

#[test]
fn configuration_while_it_is_written() {
    let root = folder(&[("Dockerfile", BAD), ("plimsoll.toml", "")]);
    let mut client = Client::with(&root.0, json!({}), Value::Null);
    let (dockerfile, config) = (root.uri("Dockerfile"), root.uri("plimsoll.toml"));
    client.open(&config, "toml", "");
    client.change(&config, 2, "[rules]\nlatest-tag = \"off\"\n");
    client.wait_until_idle();
    assert_eq!(client.pushed_rules(&dockerfile), ["root-user"]);
    client.change(&config, 3, "[rules]\nlatest-tag = \n");
    client.wait_until_idle();
    assert_eq!(client.pushed_rules(&config), ["config"], "a mistake is a finding in the file");
    let shown = |client: &Client| {
        client.notifications.iter().filter(|one| one.method == "window/showMessage").count()
    };
    assert_eq!(shown(&client), 1, "and is said once");
    client.change(&config, 4, "[rules]\nlatest-tag = ]\n");
    client.wait_until_idle();
    assert_eq!(shown(&client), 1);
    client.notify(
        "workspace/didChangeConfiguration",
        json!({ "settings": { "plimsoll": { "preset": "no" } } }),
    );
    client.wait_until_idle();
    assert_eq!(shown(&client), 2, "settings that cannot be used are said too");
}

/// What hadolint is told holds here as it does on the command line.
#[test]
fn settings_of_hadolint() {
    let root = folder(&[("Dockerfile", BAD)]);
    let params = || json!({ "capabilities": {}, "rootUri": root.uri("") });
    let variables = vec![("HADOLINT_IGNORE".to_owned(), "DL3007".to_owned())];
    let mut client = Client::surrounded(params(), Ambient { variables, ..Ambient::default() });
    let (dockerfile, config) = (root.uri("Dockerfile"), root.uri(".hadolint.yaml"));
    client.wait_until_idle();
    assert_eq!(client.pushed_rules(&dockerfile), ["root-user"]);

    let mut client = Client::begin(params());
    client.open(&config, "yaml", "");
    client.wait_until_idle();
    assert!(client.pushed_rules(&dockerfile).contains(&"latest-tag".to_owned()));
    client.change(&config, 2, "ignored: [DL3007]\n");
    client.wait_until_idle();
    assert!(!client.pushed_rules(&dockerfile).contains(&"latest-tag".to_owned()));
}

#[test]
fn files_outside_of_any_folder() {
    let (root, elsewhere) = (folder(&[]), folder(&[("Dockerfile", GOOD)]));
    let mut client = Client::start(&root.0);
    let uris = [elsewhere.uri("Dockerfile"), "untitled:Untitled-1".to_owned(), elsewhere.uri("some%20file")];
    for uri in &uris {
        client.open(uri, "dockerfile", BAD);
        client.wait_until_idle();
        assert_eq!(client.pushed_rules(uri), ["latest-tag", "root-user"], "{uri}");
        client.close(uri);
        client.wait_until_idle();
        assert_eq!(client.pushed_rules(uri), [""; 0], "{uri}");
    }
    // YAML that is no Compose file is none of our business.
    let uri = elsewhere.uri("pod.yaml");
    client.open(&uri, "yaml", "services: [");
    client.wait_until_idle();
    assert_eq!(client.pushed_rules(&uri), [""; 0]);
    // A folder that is added takes over what is open in it.
    let uri = elsewhere.uri("Dockerfile");
    client.open(&uri, "dockerfile", BAD);
    let added = json!({ "event": { "added": [{ "uri": elsewhere.uri(""), "name": "b" }], "removed": [] } });
    client.notify("workspace/didChangeWorkspaceFolders", added);
    client.wait_until_idle();
    assert_eq!(client.pushed_rules(&uri), ["latest-tag", "root-user"]);
    let removed = json!({ "event": { "added": [], "removed": [{ "uri": elsewhere.uri(""), "name": "b" }] } });
    client.notify("workspace/didChangeWorkspaceFolders", removed);
    client.close(&uri);
    client.wait_until_idle();
    assert_eq!(client.pushed_rules(&uri), [""; 0]);
}

#[test]
fn requests_that_are_taken_back_and_other_endings() {
    let root = folder(&[("Dockerfile", BAD)]);
    let mut client = Client::start(&root.0);
    // The first keeps the server busy while the second is taken back.
    let first = client.send("workspace/diagnostic", json!({ "previousResultIds": [] }));
    let mut refused = 0;
    for _ in 0..50 {
        let id = client.send("workspace/diagnostic", json!({ "previousResultIds": [] }));
        client.notify("$/cancelRequest", json!({ "id": id }));
        match client.wait(id) {
            Ok(_) => {}
            Err(refusal) => {
                assert_eq!(refusal.code, -32800);
                refused += 1;
            }
        }
    }
    assert!(refused <= 50);
    assert_eq!(client.request("textDocument/diagnostic", json!([])).unwrap_err().code, -32602);
    assert_eq!(client.request("no/method", json!({})).unwrap_err().code, -32601);
    let _ = first;
    assert!(client.leave(), "exit after shutdown");
    assert!(!Client::start(&root.0).vanish(), "exit without shutdown");
}

#[test]
fn the_text_of_a_file_may_say_that_it_is_none_of_ours() {
    const OURS: &str = "{\"registry-mirrors\": [\"https://a.example\"],}\n";
    const OTHER: &str = "{\"apps\": [{\"script\": \"server.js\"}],}\n";
    let root = folder(&[("infra/daemon.prod.json", OURS)]);
    let mut client = Client::start(&root.0);
    let uri = root.uri("infra/daemon.prod.json");
    client.open(&uri, "json", OURS);
    client.wait_until_idle();
    assert_eq!(client.pushed_rules(&uri), ["json-syntax"]);
    for (version, text, expected) in [(2, OTHER, None), (3, OURS, Some("json-syntax"))] {
        client.change(&uri, version, text);
        client.wait_until_idle();
        assert_eq!(client.pushed_rules(&uri), Vec::from_iter(expected), "{text}");
    }
    // The same for one that is not open.
    client.close(&uri);
    for (text, expected) in [(OTHER, None), (OURS, Some("json-syntax"))] {
        root.write("infra/daemon.prod.json", text);
        let changes = json!([{ "uri": uri, "type": 2 }]);
        client.notify("workspace/didChangeWatchedFiles", json!({ "changes": changes }));
        client.wait_until_idle();
        assert_eq!(client.pushed_rules(&uri), Vec::from_iter(expected), "{text}");
    }
    assert!(client.leave());
}
