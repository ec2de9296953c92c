//! The editor says what the command line says: on every case, on every page's examples, and after any edit.
#![allow(
    dead_code,
    clippy::disallowed_methods,
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::missing_panics_doc,
    clippy::needless_pass_by_value,
    reason = "a test may fail"
)]

mod support;

use std::collections::BTreeMap;

use plimsoll_linter::{FileKind, MemoryFiles, pages};
use serde_json::json;
use support::{Client, able, folder, in_editor, on_command_line, testdata};

#[test]
fn on_every_case() {
    for case in std::fs::read_dir(testdata().join("lint")).unwrap() {
        let root = case.unwrap().path();
        let mut client = Client::start(&root);
        let expected = on_command_line(&MemoryFiles::copy_of(&root).unwrap(), None);
        assert_eq!(in_editor(&mut client, &root), expected, "{}", root.display());
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
            let expected = on_command_line(&example.repository(), Some("all"));
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

/// A little generator of random numbers, always with the same ones.
struct Dice(u64);

impl Dice {
    fn below(&mut self, most: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % most.max(1)
    }
}

const DOCKERFILE: &str = "# syntax=docker/dockerfile:1\nARG BASE=debian:latest\nFROM $BASE AS build\n\
    RUN apt-get update && apt-get install curl\nFROM nginx\nCOPY --from=build /a /b\nCMD nginx -g 'daemon off;'\n";
const COMPOSE: &str = "services:\n  web: &web\n    build:\n      context: ./app\n      target: build\n    ports:\n      \
    - 8080:80\n    privileged: true\n  db:\n    image: postgres:latest\n    depends_on: [web, cache]\nvolumes:\n  data:\n";
const CONFIG: &str = "[rules]\nlatest-tag = \"error\"\n";
const TYPED: [&str; 30] = [
    "\n",
    "FROM ",
    " AS x",
    "RUN ",
    "\\\n",
    "  ",
    ": ",
    "- ",
    "é",
    "𝄞",
    "\r\n",
    "\"",
    "'",
    "<<EOF\n",
    "EOF\n",
    "# ",
    "# plimsoll: ignore[latest-tag]\n",
    "[",
    "]",
    "$X",
    "\t",
    "image: redis\n",
    "{",
    "build: .\n",
    "USER root\n",
    "ENV A=2\n",
    "SHELL [\"pwsh\"]\n",
    "ONBUILD ",
    "cd $A && rm $B",
    "WORKDIR a\n",
];

#[test]
fn after_any_edit() {
    let files = [
        ("app/Dockerfile", "dockerfile", DOCKERFILE),
        ("compose.yaml", "dockercompose", COMPOSE),
        ("plimsoll.toml", "toml", CONFIG),
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
            let places: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
            let first = dice.below(places.len());
            let last = (first + [0, 0, 0, 1, 2, 9][dice.below(6)]).min(places.len() - 1);
            let typed = TYPED[dice.below(TYPED.len())];
            let (start, end) = (places[first], places[last]);
            // Places inside of a line end are none that an editor knows.
            let splits = |at: usize| text[..at].ends_with('\r') && text[at..].starts_with('\n');
            if splits(start) || splits(end) {
                continue;
            }
            let range = json!({ "start": position(text, start), "end": position(text, end) });
            text.replace_range(start..end, typed);
            client.edit(&uri, step, &json!([{ "range": range, "text": typed }]));
        }
        let expected = on_command_line(&MemoryFiles(texts.clone()), None);
        assert_eq!(in_editor(&mut client, &root.0), expected, "step {step}: {texts:?}");
    }
    assert!(client.leave());
}

/// Line and UTF-16 column of a byte.
fn position(text: &str, at: usize) -> serde_json::Value {
    let before = &text[..at];
    let start = before.rfind('\n').map_or(0, |at| at + 1);
    let character: usize = before[start..].chars().map(char::len_utf16).sum();
    json!({ "line": before.matches('\n').count(), "character": character })
}
