//! The editor says what the command line says: on every case, on every page's examples, and after any edit.

use std::collections::BTreeMap;

use crate::support::random_edits::{Dice, edit};
use crate::support::{Client, able, folder, in_editor, on_command_line, testdata};
use plimsoll_linter::{FileKind, MemoryFiles, pages};
use serde_json::json;

#[test]
fn on_every_case() {
    for case in std::fs::read_dir(testdata().join("lint")).unwrap() {
        let case = case.unwrap().path();
        let files = MemoryFiles::copy_of(&case).unwrap();
        // A repository of its own: in this one it would lie in a directory for tests, where presets say less.
        let repository = folder(&files.0.iter().map(|(path, text)| (&**path, &**text)).collect::<Vec<_>>());
        let mut client = Client::start(&repository.0);
        assert_eq!(
            in_editor(&mut client, &repository.0),
            on_command_line(&files, None),
            "{}",
            case.display()
        );
        assert!(client.leave());
    }
}

/// Buffers that were never saved count like files.
#[test]
fn on_every_page() {
    let empty = folder(&[]);
    let mut client = Client::with(&empty.0, able(), json!({ "preset": "all" }));
    let mut findings = 0;
    for (path, page) in MemoryFiles::copy_of(&testdata().join("../rules")).unwrap().0 {
        let Ok(examples) = pages::examples(&page) else { continue };
        for example in examples.iter().filter(|_| path.ends_with(".md") && path.contains('/')) {
            // A `.dockerignore` is no document of an editor; it is on disk.
            if example.files.iter().any(|file| FileKind::of(&file.path).is_none()) {
                continue;
            }
            for file in &example.files {
                client.open(&empty.uri(&file.path), "", &file.text);
            }
            let mut expected = on_command_line(&example.repository(), Some("all"));
            // Only a run over everything knows that a waiver covers nothing.
            expected.retain(|(.., rule)| rule != "unused-waiver");
            findings += expected.len();
            assert_eq!(in_editor(&mut client, &empty.0), expected, "{path}:{}", example.line());
            for file in &example.files {
                client.close(&empty.uri(&file.path));
            }
        }
    }
    assert!(findings > 500, "{findings}");
    assert!(client.leave());
}

const DOCKERFILE: &str = "# syntax=docker/dockerfile:1\nARG BASE=debian:latest\nFROM $BASE AS build\n\
    RUN apt-get update && apt-get install curl\nFROM nginx\nCOPY --from=build /a /b\nCMD nginx -g 'daemon off;'\n";
const COMPOSE: &str = "services:\n  web: &web\n    build:\n      context: ./app\n      target: build\n    ports:\n      \
    - 8080:80\n    privileged: true\n  db:\n    image: postgres:latest\n    depends_on: [web, cache]\nvolumes:\n  data:\n";
const SCRIPT: &str = "#!/bin/sh\ndocker build --target build app\ndocker build --target biuld app\n";
const BAKE: &str = "target \"a\" {\n  context = \"app\"\n  target = \"build\"\n}\n";
const CONFIG: &str = "[rules]\nlatest-tag = \"error\"\n";

#[test]
fn after_any_edit() {
    let files = [
        ("app/Dockerfile", "dockerfile", DOCKERFILE),
        ("compose.yaml", "dockercompose", COMPOSE),
        ("plimsoll.toml", "toml", CONFIG),
        ("build.sh", "shellscript", SCRIPT),
        ("docker-bake.hcl", "hcl", BAKE),
    ];
    let root = folder(&[]);
    let mut client = Client::start(&root.0);
    let mut texts = BTreeMap::new();
    for (path, language, text) in files {
        client.open(&root.uri(path), language, text);
        texts.insert(path.to_owned(), text.to_owned());
    }
    let mut dice = Dice(7);
    for step in 0..300 {
        let (path, _, original) = files[[0, 0, 0, 1, 1, 1, 2][dice.below(7)]];
        let text = texts.get_mut(path).unwrap();
        let uri = root.uri(path);
        if text.len() > 2000 || dice.below(60) == 0 {
            original.clone_into(text);
            client.change(&uri, step, text);
        } else {
            let change = edit(text, &mut dice, |text| text.encode_utf16().count());
            client.edit(&uri, step, &json!([change]));
        }
        let expected = on_command_line(&MemoryFiles(texts.clone()), None);
        assert_eq!(in_editor(&mut client, &root.0), expected, "step {step}: {texts:?}");
    }
    assert!(client.leave());
}
