//! A conversation with the server: it answers everything, and its findings are those of the command line.

use plimsoll_linter::{FileKind, MemoryFiles};
use serde_json::json;

use crate::Files;
use crate::client::random_edits::{Dice, edit};
use crate::client::{Client, able, folder, in_editor, on_command_line};

/// How many edits and questions there are.
const STEPS: i32 = 6;

/// What is asked about places.
const QUESTIONS: [&str; 6] = [
    "textDocument/hover",
    "textDocument/completion",
    "textDocument/definition",
    "textDocument/references",
    "textDocument/documentHighlight",
    "textDocument/prepareRename",
];

/// Opens files that are not on disk, edits them and asks about them.
pub fn the_editor_says_the_same(files: &Files) {
    let mut files = files.clone();
    files.retain(|path, _| FileKind::of(path).is_some() && path.bytes().all(is_plain));
    let root = folder(&[]);
    let mut client = Client::with(&root.0, able(), json!({ "preset": "all" }));
    for (path, text) in &files {
        client.open(&root.uri(path), "", text);
    }
    let mut dice = Dice(files.values().map(|text| text.len() as u64).sum());
    for step in 1..=STEPS {
        let number = dice.below(files.len());
        let Some((path, text)) = files.iter_mut().nth(number) else { break };
        let uri = root.uri(path);
        let change = edit(text, &mut dice, |text| text.encode_utf16().count());
        client.edit(&uri, step + 1, &json!([change]));
        let line = dice.below(text.lines().count().max(1)) as u32;
        let place = json!({ "line": line, "character": dice.below(40) });
        let params = json!({
            "textDocument": { "uri": uri }, "position": place, "context": { "includeDeclaration": true },
        });
        // A refusal is an answer; that there is none ends in a time-out.
        let _ = client.request(QUESTIONS[dice.below(QUESTIONS.len())], params);
        client.actions(&uri, line, None);
    }
    let expected = on_command_line(&MemoryFiles(files), Some("all"));
    assert_eq!(in_editor(&mut client, &root.0), expected);
    assert!(client.leave());
}

/// Whether a byte stands for itself in a URI.
fn is_plain(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"/._-".contains(&byte)
}
