//! What can be asked about a place: each feature over a small repository.

use crate::support::{self, Client, Folder, able, folder};
use serde_json::{Value, json};

const DOCKERFILE: &str = "\
ARG BASE=debian:12
FROM $BASE AS build
ARG VERSION=1
ENV HOME=/app
RUN make \\
    VERSION=$VERSION ${HOME}
FROM build AS test
# one
# two
FROM scratch
COPY --from=build /app /app
COPY --from=0 /lib /lib
USER app
EXPOSE 80
";

const COMPOSE: &str = "\
x-base: &base
  restart: always
services:
  web:
    <<: *base
    build:
      context: ./app
      target: test
      args:
        VERSION: 2
    depends_on: [db]
    networks: [front]
    env_file: web.env
    volumes:
      - data:/data
    secrets:
      - key
  \"db\":
    image: bitnami/postgresql:16
    network_mode: \"service:web\"
networks:
  front:
volumes:
  data:
secrets:
  key:
    file: ./key.txt
";

struct Repository {
    client: Client,
    dockerfile: String,
    compose: String,
    root: Folder,
}

fn repository(options: Value) -> Repository {
    let root = folder(&[
        ("app/Dockerfile", DOCKERFILE),
        ("compose.yaml", COMPOSE),
        ("web.env", ""),
        ("other/Dockerfile", "FROM a:1 AS lonely\n"),
    ]);
    let client = Client::with(&root.0, able(), options);
    let (dockerfile, compose) = (root.uri("app/Dockerfile"), root.uri("compose.yaml"));
    client.open(&dockerfile, "dockerfile", DOCKERFILE);
    client.open(&compose, "yaml", COMPOSE);
    Repository { client, dockerfile, compose, root }
}

/// Line and column of the `number`th place where `text` stands, a little behind its start.
fn place(source: &str, text: &str, number: usize) -> (u32, u32) {
    let (at, _) = source.match_indices(text).nth(number).unwrap();
    let before = &source[..at];
    let column = before.len() - before.rfind('\n').map_or(0, |at| at + 1);
    (before.matches('\n').count() as u32, column as u32)
}

/// `file:line:column-column` of locations, lines from 0.
fn shown(locations: &Value) -> Vec<String> {
    let all = locations.as_array().unwrap();
    all.iter()
        .map(|one| {
            let name = one["uri"].as_str().unwrap().rsplit('/').next().unwrap();
            let (start, end) = (&one["range"]["start"], &one["range"]["end"]);
            format!("{name}:{}:{}-{}", start["line"], start["character"], end["character"])
        })
        .collect()
}

#[test]
fn definitions() {
    let Repository { mut client, dockerfile, compose, root: _root, .. } = repository(Value::Null);
    let mut defined = |uri: &str, source: &str, text: &str, number: usize| {
        shown(&client.at("textDocument/definition", uri, place(source, text, number))).join(" ")
    };
    let d = |text: &str, number: usize, defined: &mut dyn FnMut(&str, &str, &str, usize) -> String| {
        defined(&dockerfile, DOCKERFILE, text, number)
    };
    assert_eq!(d("build AS", 0, &mut defined), "Dockerfile:1:14-19");
    assert_eq!(d("build /app", 0, &mut defined), "Dockerfile:1:14-19");
    assert_eq!(d("0 /lib", 0, &mut defined), "Dockerfile:1:14-19");
    assert_eq!(d("BASE AS", 0, &mut defined), "Dockerfile:0:4-8");
    assert_eq!(d("VERSION ", 0, &mut defined), "Dockerfile:2:4-11");
    assert_eq!(d("HOME}", 0, &mut defined), "Dockerfile:3:4-8");
    let mut c = |text: &str, number: usize| defined(&compose, COMPOSE, text, number);
    assert_eq!(c("test", 0), "Dockerfile:6:14-18", "from the target into the Dockerfile");
    assert_eq!(c("VERSION", 0), "Dockerfile:2:4-11");
    assert_eq!(c("./app", 0), "Dockerfile:0:0-0");
    assert_eq!(c("db]", 0), "compose.yaml:17:3-5");
    assert_eq!(c("web\"", 0), "compose.yaml:3:2-5");
    assert_eq!(c("front]", 0), "compose.yaml:21:2-7");
    assert_eq!(c("data:/", 0), "compose.yaml:23:2-6");
    assert_eq!(c("key\n", 0), "compose.yaml:25:2-5");
    assert_eq!(c("base\n    build", 0), "compose.yaml:0:9-13");
    assert_eq!(c("always", 0), "");
}

#[test]
fn references_and_highlights() {
    let Repository { mut client, dockerfile, root: _root, .. } = repository(Value::Null);
    let at = place(DOCKERFILE, "test", 0);
    let found = shown(&client.at("textDocument/references", &dockerfile, at));
    assert_eq!(found, ["Dockerfile:6:14-18", "compose.yaml:7:14-18"]);
    let at = place(DOCKERFILE, "build", 0);
    let found = client.at("textDocument/documentHighlight", &dockerfile, at);
    let kinds: Vec<u64> = found.as_array().unwrap().iter().map(|one| one["kind"].as_u64().unwrap()).collect();
    assert_eq!(kinds.iter().filter(|kind| **kind == 3).count(), 1, "it is written once: {found}");
    assert_eq!(kinds.len(), 4);
}

fn rename(
    client: &mut Client,
    uri: &str,
    (line, character): (u32, u32),
    name: &str,
) -> Result<Vec<String>, String> {
    let params = json!({
        "textDocument": { "uri": uri },
        "position": { "line": line, "character": character },
        "newName": name,
    });
    let edit = client.request("textDocument/rename", params).map_err(|refusal| refusal.message)?;
    let mut found = Vec::new();
    for change in edit["documentChanges"].as_array().unwrap() {
        for edit in change["edits"].as_array().unwrap() {
            let one = json!([{ "uri": change["textDocument"]["uri"], "range": edit["range"] }]);
            assert_eq!(edit["newText"], name);
            found.extend(shown(&one));
        }
    }
    Ok(found)
}

#[test]
fn renames() {
    let Repository { mut client, dockerfile, compose, root: _root, .. } = repository(Value::Null);
    let stage = place(DOCKERFILE, "test", 0);
    assert_eq!(
        rename(&mut client, &dockerfile, stage, "check").unwrap(),
        ["Dockerfile:6:14-18", "compose.yaml:7:14-18"]
    );
    let build = place(DOCKERFILE, "build", 0);
    let found = rename(&mut client, &dockerfile, build, "make").unwrap();
    assert_eq!(found, ["Dockerfile:1:14-19", "Dockerfile:6:5-10", "Dockerfile:10:12-17"], "a number stays");
    let service = place(COMPOSE, "db]", 0);
    let found = rename(&mut client, &compose, service, "sql").unwrap();
    assert_eq!(found, ["compose.yaml:10:17-19", "compose.yaml:17:3-5"], "quotes stay");
    assert!(rename(&mut client, &dockerfile, stage, "build").unwrap_err().contains("already"));
    assert!(rename(&mut client, &dockerfile, stage, "Test").unwrap_err().contains("lowercase"));
    assert!(rename(&mut client, &dockerfile, stage, "a b").is_err());
    let variable = place(DOCKERFILE, "VERSION", 0);
    assert_eq!(client.at("textDocument/prepareRename", &dockerfile, variable), Value::Null);
    assert!(rename(&mut client, &dockerfile, variable, "x").is_err());
    assert_eq!(client.at("textDocument/prepareRename", &dockerfile, stage)["start"]["line"], 6);
}

#[test]
fn hovers() {
    let Repository { mut client, dockerfile, compose, root: _root, .. } =
        repository(json!({ "preset": "all" }));
    let mut hover = |uri: &str, source: &str, text: &str, number: usize| {
        let answer = client.at("textDocument/hover", uri, place(source, text, number));
        answer["contents"]["value"].as_str().unwrap_or_default().to_owned()
    };
    let keyword = hover(&dockerfile, DOCKERFILE, "COPY", 0);
    assert!(keyword.contains("COPY [--from=STAGE]") && keyword.contains("Copies files"), "{keyword}");
    assert!(hover(&dockerfile, DOCKERFILE, "from=", 0).contains("stage, image or named context"));
    let stage = hover(&dockerfile, DOCKERFILE, "test", 0);
    for part in ["stage `test`", "starts from: `debian:12`", "through stage: `build`", "user: `root`"] {
        assert!(stage.contains(part), "{stage} lacks {part}");
    }
    let variable = hover(&dockerfile, DOCKERFILE, "HOME}", 0);
    assert!(variable.contains("`$HOME`: `/app`") && variable.contains("line 4"), "{variable}");
    let service = hover(&compose, COMPOSE, "web:", 0);
    for part in
        ["service `web`", "builds: `app/Dockerfile`, stage `test`", "user: `root`", "networks: `front`"]
    {
        assert!(service.contains(part), "{service} lacks {part}");
    }
    assert!(hover(&compose, COMPOSE, "env_file", 0).contains("Files that set environment variables"));
    assert!(hover(&compose, COMPOSE, "target", 0).contains("The stage to build"));
    // A finding shows the page of its rule.
    let finding = hover(&compose, COMPOSE, "service:web", 0);
    assert!(finding.is_empty() || finding.contains("Full documentation"), "{finding}");
    let unused = hover(&dockerfile, DOCKERFILE, "debian", 0);
    assert!(unused.is_empty() || unused.contains("preset"), "{unused}");
}

#[test]
fn pages_of_rules() {
    let text = "# plimsoll: ignore[latest-tag]\nFROM debian:latest\nUSER app\n";
    let config = "[rules]\nlatest-tag = \"off\"\n";
    let root = folder(&[]);
    let mut client = Client::start(&root.0);
    let (dockerfile, toml) = (root.uri("Dockerfile"), root.uri("plimsoll.toml"));
    client.open(&dockerfile, "dockerfile", text);
    client.open(&toml, "toml", config);
    for (uri, at) in [(&dockerfile, (0, 22)), (&toml, (1, 3))] {
        let page = client.at("textDocument/hover", uri, at)["contents"]["value"].as_str().unwrap().to_owned();
        assert!(page.contains("latest-tag") && page.contains(&support::url("latest-tag")), "{page}");
    }
    client.change(&toml, 2, "");
    client.change(&dockerfile, 2, "FROM debian:latest\nUSER app\n");
    let page = client.at("textDocument/hover", &dockerfile, (0, 14))["contents"]["value"].to_string();
    assert!(page.contains("latest-tag"), "{page}");
}

#[test]
fn completions_in_dockerfiles() {
    let root = folder(&[]);
    let mut client = Client::start(&root.0);
    let mut at = |text: &str| client.suggested(&root.uri("Dockerfile"), text);
    assert!(at("").contains(&"FROM".to_owned()));
    assert!(at("FROM a\nRU").contains(&"RUN".to_owned()));
    assert!(at("FROM a\nru").contains(&"run".to_owned()));
    assert_eq!(at("FROM a AS one\nFROM b AS two\nCOPY --from="), ["one"]);
    assert_eq!(at("FROM a AS one\nFROM "), ["one"]);
    assert!(at("FROM a\nCOPY --").contains(&"--from=".to_owned()));
    assert!(at("FROM a\nCOPY --link --ch").contains(&"--chown=".to_owned()));
    assert_eq!(at("FROM a\nENV ONE=1\nARG TWO\nRUN echo $"), ["ONE", "TWO"]);
    assert_eq!(at("FROM a\nENV ONE=1\nRUN echo \\\n  ${O"), ["ONE"]);
    assert!(at("FROM a\nRUN apt-get \\\n  ").is_empty());
    assert!(at("# plimsoll: ignore[la").contains(&"latest-tag".to_owned()));
    assert!(at("# plimsoll: ").contains(&"ignore-file".to_owned()));
    assert!(at("# hello").is_empty());
}

#[test]
fn completions_in_compose_files() {
    let root = folder(&[("app/Dockerfile", DOCKERFILE)]);
    let mut client = Client::start(&root.0);
    let head = "networks:\n  front:\nvolumes:\n  data:\nsecrets:\n  key:\n    file: k\nservices:\n  db:\n    image: x\n  web:\n    ";
    let mut at = |text: &str| client.suggested(&root.uri("compose.yaml"), &format!("{head}{text}"));
    assert!(at("").contains(&"image".to_owned()));
    assert!(at("build:\n      ").contains(&"target".to_owned()));
    assert_eq!(at("build:\n      context: app\n      target: "), ["build", "test"]);
    assert_eq!(at("depends_on:\n      - "), ["db"]);
    assert_eq!(at("depends_on: ["), ["db"]);
    assert_eq!(at("depends_on:\n      db:\n        condition: ")[0], "service_started");
    assert!(at("networks:\n      - ").contains(&"front".to_owned()));
    assert_eq!(
        at("volumes:\n      - "),
        ["data", "bind", "consistency", "image", "read_only", "source", "target", "tmpfs", "type", "volume"]
    );
    assert!(at("secrets:\n      - ").contains(&"key".to_owned()));
    assert_eq!(at("privileged: "), ["true", "false"]);
    assert_eq!(at("image: "), [""; 0]);
}

#[test]
fn keys_of_quadlet() {
    let root = folder(&[]);
    let mut client = Client::start(&root.0);
    let uri = root.uri("web.container");
    let mut at = |text: &str| client.suggested(&uri, text);
    assert!(at("[Container]\nIm").contains(&"Image=".to_owned()));
    assert!(at("[Network]\n").contains(&"Subnet=".to_owned()));
    assert_eq!(at("[Container]\nReadOnly="), ["true", "false"]);
    assert_eq!(at("[Container]\nImage="), [""; 0]);
    assert_eq!(at("[Service]\n"), [""; 0]);
    let text = "[Container]\nImage=a\nAddCapability=NET_ADMIN\n";
    client.open(&uri, "", text);
    let answer = client.at("textDocument/hover", &uri, place(text, "AddCapability", 0));
    let shown = answer["contents"]["value"].as_str().unwrap_or_default();
    assert!(shown.contains("`--cap-add`"), "{shown}");
}

#[test]
fn completions_in_the_configuration() {
    let root = folder(&[]);
    let mut client = Client::start(&root.0);
    let mut at = |text: &str| client.suggested(&root.uri("plimsoll.toml"), text);
    assert!(at("[rules]\nla").contains(&"latest-tag".to_owned()));
    assert!(at("extends = [\"").contains(&"security".to_owned()));
    assert!(at("[rules]\nlatest-tag = \"").contains(&"off".to_owned()));
    assert!(at("[[override]]\nrules = { ").contains(&"latest-tag".to_owned()));
    assert!(at("").contains(&"extends".to_owned()));
}

#[test]
fn outlines_and_symbols() {
    let Repository { mut client, dockerfile, compose, root: _root, .. } = repository(Value::Null);
    let names = |symbols: &Value| {
        symbols
            .as_array()
            .unwrap()
            .iter()
            .map(|one| one["name"].as_str().unwrap().to_owned())
            .collect::<Vec<_>>()
    };
    let outline = client.about("textDocument/documentSymbol", &dockerfile);
    assert_eq!(names(&outline), ["ARG", "build", "test", "stage 2"]);
    assert_eq!(names(&outline[1]["children"]), ["ARG", "ENV", "RUN"]);
    let outline = client.about("textDocument/documentSymbol", &compose);
    assert_eq!(names(&outline), ["x-base", "services", "networks", "volumes", "secrets"]);
    assert_eq!(names(&outline[1]["children"]), ["web", "db"]);
    let mut found = |query: &str| {
        let mut found = names(&client.request("workspace/symbol", json!({ "query": query })).unwrap());
        found.sort();
        found
    };
    assert_eq!(found("lonely"), ["lonely"], "of files that are not open");
    assert_eq!(found("wb"), ["web"]);
    assert_eq!(found("data"), ["data"]);
}

#[test]
fn foldings() {
    let Repository { mut client, dockerfile, compose, root: _root, .. } = repository(Value::Null);
    let mut ranges = |uri: &str| {
        let ranges = client.about("textDocument/foldingRange", uri);
        let all = ranges.as_array().unwrap().iter();
        all.map(|one| (one["startLine"].as_u64().unwrap(), one["endLine"].as_u64().unwrap()))
            .collect::<Vec<_>>()
    };
    assert_eq!(ranges(&dockerfile), [(1, 5), (4, 5), (7, 8), (9, 13)]);
    let folded = ranges(&compose);
    assert!(folded.contains(&(3, 16)) && folded.contains(&(5, 9)), "{folded:?}");
}

#[test]
fn links_lead_to_images_and_files() {
    let Repository { mut client, compose, root, dockerfile } = repository(Value::Null);
    let links = client.about("textDocument/documentLink", &compose);
    let targets: Vec<&str> =
        links.as_array().unwrap().iter().map(|link| link["target"].as_str().unwrap()).collect();
    assert!(targets.contains(&"https://hub.docker.com/r/bitnami/postgresql"), "{targets:?}");
    assert!(targets.contains(&root.uri("web.env").as_str()), "{targets:?}");
    assert!(targets.contains(&dockerfile.as_str()), "{targets:?}");
    assert!(!targets.iter().any(|target| target.ends_with("key.txt")), "it is not there");
    let links = client.about("textDocument/documentLink", &dockerfile);
    assert_eq!(links[0]["target"], "https://hub.docker.com/_/debian");
}

#[test]
fn hints_are_off_unless_asked_for() {
    let range = json!({ "start": { "line": 0, "character": 0 }, "end": { "line": 99, "character": 0 } });
    for (options, hints) in [(Value::Null, 0), (json!({ "inlayHints": true }), 1)] {
        let Repository { mut client, dockerfile, root: _root, .. } = repository(options);
        let params = json!({ "textDocument": { "uri": dockerfile }, "range": range });
        let answer = client.request("textDocument/inlayHint", params).unwrap();
        assert_eq!(answer.as_array().unwrap().len(), hints);
        if hints == 1 {
            assert_eq!(answer[0]["label"], "debian:12");
        }
    }
}

/// Whatever is half typed, every question has an answer.
#[test]
fn half_typed_files_are_no_trouble() {
    let Repository { mut client, dockerfile, compose, root: _root, .. } = repository(Value::Null);
    for (uri, text) in [(&dockerfile, DOCKERFILE), (&compose, COMPOSE)] {
        for (version, (end, _)) in (0..).zip(text.char_indices().step_by(5)) {
            client.change(uri, version, &text[..end]);
            let before = &text[..end];
            let column = before.len() - before.rfind('\n').map_or(0, |at| at + 1);
            let at = (before.matches('\n').count() as u32, column as u32);
            for method in
                ["hover", "completion", "definition", "references", "documentHighlight", "prepareRename"]
            {
                client.at(&format!("textDocument/{method}"), uri, at);
            }
            for method in ["documentSymbol", "foldingRange", "documentLink", "inlayHint"] {
                client.about(&format!("textDocument/{method}"), uri);
            }
        }
    }
    assert!(client.leave());
}
