//! Configuration that is not the `plimsoll.toml` of the open folder holds as on the command line.

use crate::support::{Client, able, folder, rules};
use plimsoll_linter::Ambient;
use serde_json::json;

const BAD: &str = "FROM debian:latest\nUSER 10001\nWORKDIR app\n";

#[test]
fn what_surrounds_the_server() {
    let root = folder(&[("Dockerfile", BAD)]);
    let folders = json!([{ "uri": root.uri(""), "name": "root" }]);
    let variables = vec![("HADOLINT_IGNORE".to_owned(), "DL3007".to_owned())];
    let ambient = Ambient { variables, files: Vec::new() };
    let params = json!({ "capabilities": able(), "workspaceFolders": folders });
    let mut client = Client::surrounded(params, ambient);
    assert_eq!(rules(&client.pulled(&root.uri("Dockerfile"))["items"]), ["relative-workdir"]);
    assert!(client.leave());
}

#[test]
fn every_file_that_it_is_read_from_is_watched() {
    let root = folder(&[("Dockerfile", BAD), ("plimsoll.toml", "extends = [\"shared/base.toml\"]\n")]);
    root.write("shared/base.toml", "rules.latest-tag = \"off\"\n");
    let mut client = Client::start(&root.0);
    let uri = root.uri("Dockerfile");
    let mut after = |path: &str, text: &str, kind: u8| {
        root.write(path, text);
        let change = json!({ "changes": [{ "uri": root.uri(path), "type": kind }] });
        client.notify("workspace/didChangeWatchedFiles", change);
        rules(&client.pulled(&uri)["items"])
    };
    assert_eq!(after("other.toml", "", 1), ["relative-workdir"]);
    assert_eq!(after("shared/base.toml", "", 2), ["latest-tag", "relative-workdir"]);
    assert_eq!(after(".hadolint.yaml", "ignored: [DL3007]\n", 1), ["relative-workdir"]);
    assert_eq!(after(".hadolint.yaml", "ignored: [DL3000]\n", 2), ["latest-tag"]);
    assert!(client.leave());
}
