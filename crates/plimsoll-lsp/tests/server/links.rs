//! A stranger's repository in an editor: links that lead out of it are not followed, for files and for open buffers.

use std::fs;
use std::os::unix::fs::symlink;

use crate::support::{Client, folder, rules};

#[test]
fn what_a_link_leads_to_is_not_read() {
    let root = folder(&[
        ("outside/file", "HUNTER2 hunter2\n"),
        ("repo/compose.yaml", "services: {web: {image: \"web:${TAG}\"}}\n"),
        ("repo/Dockerfile", "FROM alpine:3.22\nUSER 1\n"),
    ]);
    let repo = root.0.join("repo");
    fs::create_dir(repo.join(".git")).unwrap();
    for (link, target) in [(".env", "/dev/stdin"), ("plimsoll.toml", "../outside/file")] {
        symlink(target, repo.join(link)).unwrap();
    }
    let mut client = Client::start(&repo);
    for (path, rule) in [("repo/.env", "unreadable-file"), ("repo/plimsoll.toml", "config")] {
        let told = client.pulled(&root.uri(path));
        assert_eq!(rules(&told["items"]), [rule], "{path}");
        assert!(!told.to_string().to_lowercase().contains("hunter2"), "{told}");
    }
    assert!(client.leave());
}

#[test]
fn a_buffer_does_not_stand_for_what_a_link_leads_to() {
    let root = folder(&[
        ("outside/far", "FROM alpine:3.22\nUSER 1\n"),
        ("repo/compose.yaml", "services: {web: {build: {context: ., dockerfile: far}}}\n"),
    ]);
    let repo = root.0.join("repo");
    fs::create_dir(repo.join(".git")).unwrap();
    symlink("../outside/far", repo.join("far")).unwrap();
    let mut client = Client::start(&repo);
    let uri = root.uri("repo/far");
    client.open(&uri, "dockerfile", "FROM debian:latest\nWORKDIR app\n");
    assert_eq!(rules(&client.pulled(&uri)["items"]), ["unreadable-file"]);
    assert!(client.leave());
}
