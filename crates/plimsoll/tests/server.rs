//! `plimsoll lsp` over real pipes, with clients that write much at once, or what is not a message.
#![allow(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test may fail"
)]

use std::io::{Read, Write};
use std::process::{Child, Command, Stdio};

use serde_json::{Value, json};

fn frame(body: impl AsRef<[u8]>) -> Vec<u8> {
    let body = body.as_ref();
    [format!("Content-Length: {}\r\n\r\n", body.len()).as_bytes(), body].concat()
}

fn request(id: u32, method: &str, params: &Value) -> Vec<u8> {
    frame(json!({ "jsonrpc": "2.0", "id": id, "method": method, "params": params }).to_string())
}

fn notification(method: &str, params: &Value) -> Vec<u8> {
    frame(json!({ "jsonrpc": "2.0", "method": method, "params": params }).to_string())
}

fn beginning(capabilities: &Value) -> Vec<u8> {
    let params = json!({ "capabilities": capabilities, "initializationOptions": { "preset": "all" } });
    [request(1, "initialize", &params), notification("initialized", &json!({}))].concat()
}

fn open(text: &str) -> Vec<u8> {
    let document = json!({ "uri": "untitled:a", "languageId": "dockerfile", "version": 1, "text": text });
    notification("textDocument/didOpen", &json!({ "textDocument": document }))
}

fn insert(version: usize, text: &str) -> Vec<u8> {
    let at = json!({ "line": 1, "character": 6 });
    notification(
        "textDocument/didChange",
        &json!({
            "textDocument": { "uri": "untitled:a", "version": version },
            "contentChanges": [{ "range": { "start": at, "end": at }, "text": text }],
        }),
    )
}

fn end() -> Vec<u8> {
    [request(2, "shutdown", &Value::Null), notification("exit", &Value::Null)].concat()
}

fn start() -> Child {
    let mut command = Command::new(env!("CARGO_BIN_EXE_plimsoll"));
    command.arg("lsp").env_clear().current_dir(std::env::temp_dir());
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap()
}

/// Writes everything at once. What the server said until it left, as it should.
fn talk(parts: &[Vec<u8>]) -> Vec<Value> {
    let mut server = start();
    let (mut input, all) = (server.stdin.take().unwrap(), parts.concat());
    let writer = std::thread::spawn(move || input.write_all(&all).unwrap());
    let output = server.wait_with_output().unwrap();
    writer.join().unwrap();
    assert!(output.status.success(), "{output:?}");
    assert!(output.stderr.is_empty(), "{output:?}");
    messages(&output.stdout)
}

fn messages(mut bytes: &[u8]) -> Vec<Value> {
    let mut all = Vec::new();
    while !bytes.is_empty() {
        let at = bytes.windows(4).position(|end| end == b"\r\n\r\n").unwrap();
        let length = str::from_utf8(&bytes[..at]).unwrap().strip_prefix("Content-Length: ").unwrap();
        let (body, rest) = bytes[at + 4..].split_at(length.parse().unwrap());
        all.push(serde_json::from_slice(body).unwrap());
        bytes = rest;
    }
    all
}

fn published(messages: &[Value]) -> Vec<&Value> {
    messages.iter().filter(|message| message["method"] == "textDocument/publishDiagnostics").collect()
}

#[test]
fn a_burst_of_changes_is_checked_a_few_times() {
    let text = format!("FROM alpine:latest\n{}", "RUN apk add curl\nENV A=x\n".repeat(100));
    let mut parts = vec![beginning(&json!({})), open(&text)];
    parts.extend((2..302).map(|version| insert(version, "x")));
    parts.push(end());
    let said = talk(&parts);
    let published = published(&said);
    assert!((1..=5).contains(&published.len()), "{} times", published.len());
    assert_eq!(published.last().unwrap()["params"]["version"], 301);
}

#[test]
fn a_message_that_cannot_be_read_is_answered_and_life_goes_on() {
    let deep = "[".repeat(200_000);
    let bad: [(Vec<u8>, i32); 12] = [
        (frame("{"), -32700),
        (frame(&deep), -32700),
        (frame(b"{\"jsonrpc\":\"2.0\",\"id\":3,\"method\":\"\xff\"}"), -32700),
        (frame(""), -32700),
        (frame("[]"), -32600),
        (frame("{}"), -32600),
        (frame("5"), -32600),
        (frame("{\"id\":{},\"method\":\"a\"}"), -32600),
        (b"Content-Length: -1\r\n\r\n{}".to_vec(), -32700),
        (b"Content-Length: 1000000000000000000\r\n\r\n{}".to_vec(), -32700),
        (b"Content-Length: 8000000000\r\n\r\n{}".to_vec(), -32700),
        (b"Content-Type: x\r\n\r\n{}".to_vec(), -32700),
    ];
    for (bytes, code) in bad {
        let name = String::from_utf8_lossy(&bytes[..bytes.len().min(60)]).into_owned();
        let question =
            request(7, "textDocument/foldingRange", &json!({ "textDocument": { "uri": "untitled:a" } }));
        let early = request(0, "textDocument/hover", &json!({}));
        let said =
            talk(&[bytes.clone(), early, beginning(&json!({})), bytes, open("FROM a\n"), question, end()]);
        let refused: Vec<_> = said.iter().filter(|message| message["error"].is_object()).collect();
        assert_eq!(refused.len(), 3, "{name}: {said:?}");
        for message in [refused[0], refused[2]] {
            assert_eq!((&message["id"], &message["error"]["code"]), (&Value::Null, &json!(code)), "{name}");
        }
        assert_eq!(refused[1]["error"]["code"], -32002, "{name}");
        let answer = said.iter().find(|message| message["id"] == 7).unwrap();
        assert!(answer["result"].is_array(), "{name}: {answer}");
        assert!(!published(&said).is_empty(), "{name}");
    }
}

/// JavaScript sends a text that was cut inside an emoji as it is.
#[test]
fn half_a_surrogate_pair_does_not_lose_the_document() {
    let open = String::from_utf8(open("FROM a:latest\nRUN ?\n")).unwrap();
    let body = open.split_once("\r\n\r\n").unwrap().1;
    let broken = frame(body.replace('?', "echo \\ud83d"));
    let said = talk(&[beginning(&json!({})), broken, insert(2, "x"), end()]);
    let published = published(&said);
    let last = &published.last().unwrap()["params"];
    assert_eq!(last["version"], 2);
    assert!(last["diagnostics"].as_array().unwrap().iter().any(|one| one["code"] == "latest-tag"));
}

#[test]
fn a_request_is_cancelled_while_it_waits() {
    let about = json!({ "textDocument": { "uri": "untitled:a" } });
    let mut parts = vec![beginning(&json!({})), open(&"RUN apk add curl\n".repeat(500))];
    parts.push(request(7, "textDocument/foldingRange", &about));
    parts.push(request(8, "textDocument/foldingRange", &about));
    parts.push(notification("$/cancelRequest", &json!({ "id": 8 })));
    parts.push(end());
    let said = talk(&parts);
    let answer = |id| said.iter().find(|message| message["id"] == id).unwrap();
    assert!(answer(7)["result"].is_array());
    assert_eq!(answer(8)["error"]["code"], -32800);
}

/// Who never says goodbye is left as well.
#[test]
fn the_end_of_the_input_is_the_end() {
    let mut server = start();
    server.stdin.take().unwrap().write_all(&beginning(&json!({}))).unwrap();
    let mut said = Vec::new();
    server.stdout.take().unwrap().read_to_end(&mut said).unwrap();
    assert_eq!(messages(&said)[0]["id"], 1);
    assert_eq!(server.wait().unwrap().code(), Some(1));
}
