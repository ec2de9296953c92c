//! The editor says what the command line says: about every file of a folder, and after any edit.

use std::collections::BTreeSet;
use std::io;
use std::path::Path;
use std::process::Command;

use serde_json::{Value, json};

use self::random_edits::{Dice, edit};
use super::client::{Client, uri};

/// The edits that the server's own tests make.
#[path = "../../../plimsoll-lsp/tests/server/support/random_edits.rs"]
mod random_edits;

/// A finding: path, rule, level, the line and column where it begins, and those where it ends; all from 0, in characters.
type Finding = (String, String, u64, [u64; 4]);

/// Has the same folder checked by both, and names what only one of them found.
pub(super) fn folder(program: &Path, folder: &Path) -> io::Result<()> {
    let mut client = start(program, folder)?;
    let (editor, files) = in_editor(&mut client, folder)?;
    let command_line = on_command_line(program, folder)?;
    println!(
        "{files} files, {} findings in the editor, {} on the command line",
        editor.len(),
        command_line.len()
    );
    client.leave()?;
    compare(&editor, &command_line)
}

/// Edits a small project again and again, and compares after every edit.
pub(super) fn edits(program: &Path, folder: &Path, count: usize) -> io::Result<()> {
    let mut texts: Vec<String> = FILES.iter().map(|(_, text)| (*text).to_owned()).collect();
    for (path, text) in FILES {
        let path = folder.join(path);
        std::fs::create_dir_all(path.parent().unwrap_or(folder))?;
        std::fs::write(path, text)?;
    }
    let mut client = start(program, folder)?;
    for (path, text) in FILES {
        client.open(&uri(&folder.join(path)), "", text)?;
    }
    let mut dice = Dice(11);
    let mut findings = 0;
    let mut memory = Vec::new();
    for step in 1..=count {
        let file = [0, 0, 0, 1, 2, 2, 2, 3].get(dice.below(8)).copied().unwrap_or_default();
        let (Some((path, original)), Some(text)) = (FILES.get(file), texts.get_mut(file)) else { continue };
        let path = folder.join(path);
        let change = if text.len() > 3000 || dice.below(50) == 0 {
            (*original).clone_into(text);
            json!({ "text": text })
        } else {
            edit(text, &mut dice, |text| text.chars().count())
        };
        client.change(&uri(&path), step, &change, text)?;
        std::fs::write(path, text)?;
        let (editor, _) = in_editor(&mut client, folder)?;
        let command_line = on_command_line(program, folder)?;
        compare(&editor, &command_line).map_err(|why| {
            io::Error::other(format!("after {step} edits: {why}\n{}", texts.join("\n=====\n")))
        })?;
        findings += editor.len();
        if step % (count / 10).max(1) == 0 {
            memory.extend(client.memory());
        }
    }
    println!("{count} edits, {findings} findings compared, memory in KiB after each tenth: {memory:?}");
    if client.leave()? { Ok(()) } else { Err(io::Error::other("the server left with a mistake")) }
}

const FILES: [(&str, &str); 4] = [
    (
        "app/Dockerfile",
        "# syntax=docker/dockerfile:1\nARG BASE=debian:latest\nFROM $BASE AS build\nSHELL [\"/bin/bash\", \"-c\"]\n\
         ENV A=1 B=$A\nRUN apt-get update && apt-get install curl && cd $A && rm -rf $UNSET/*\nONBUILD RUN cd /x\n\
         FROM nginx\nCOPY --from=build /a /b\nUSER app\nCMD nginx -g 'daemon off;'\nHEALTHCHECK CMD curl -f http://x\n",
    ),
    (
        "worker/Dockerfile",
        "FROM python:3.12-slim AS base\nWORKDIR app\nRUN <<EOF\npip install flask\nif [ $x == 1 ]; then echo $x; fi\nEOF\n\
         FROM base\nRUN adduser -D worker\nRUN sudo apk add git\nUSER worker\nENTRYPOINT [\"python\", \"-m\", \"worker\"]\n",
    ),
    (
        "compose.yaml",
        "services:\n  web: &web\n    build:\n      context: ./app\n      target: build\n    ports:\n      - 8080:80\n    \
         privileged: true\n  worker:\n    build: worker\n    environment:\n      URL: http://web:8081\n  db:\n    \
         image: postgres:latest\n    depends_on: [web, cache]\nvolumes:\n  data:\n",
    ),
    ("plimsoll.toml", "extends = [\"strict\"]\n\n[rules]\nlatest-tag = \"error\"\n"),
];

fn start(program: &Path, folder: &Path) -> io::Result<Client> {
    let command = [program.display().to_string(), "lsp".to_owned()];
    let capabilities =
        json!({ "general": { "positionEncodings": ["utf-32"] }, "textDocument": { "diagnostic": {} } });
    Client::start(&command, folder, &capabilities)
}

fn in_editor(client: &mut Client, folder: &Path) -> io::Result<(BTreeSet<Finding>, usize)> {
    let report = client.request("workspace/diagnostic", &json!({ "previousResultIds": [] }))?;
    let items = |value: &Value| value.get("items").and_then(Value::as_array).cloned().unwrap_or_default();
    let text =
        |value: &Value, name: &str| value.get(name).and_then(Value::as_str).unwrap_or_default().to_owned();
    let number =
        |value: &Value, pointer: &str| value.pointer(pointer).and_then(Value::as_u64).unwrap_or_default();
    let root = uri(folder);
    let mut found = BTreeSet::new();
    let files = items(&report);
    for file in &files {
        let path =
            text(file, "uri").strip_prefix(&root).unwrap_or_default().trim_start_matches('/').to_owned();
        for one in items(file) {
            let ends =
                ["/range/start/line", "/range/start/character", "/range/end/line", "/range/end/character"];
            let place = ends.map(|pointer| number(&one, pointer));
            found.insert((path.clone(), text(&one, "code"), number(&one, "/severity"), place));
        }
    }
    Ok((found, files.len()))
}

fn on_command_line(program: &Path, folder: &Path) -> io::Result<BTreeSet<Finding>> {
    let output = Command::new(program).args(["check", "--format=json", "."]).current_dir(folder).output()?;
    let report: Value = serde_json::from_slice(&output.stdout)?;
    let text =
        |value: &Value, name: &str| value.get(name).and_then(Value::as_str).unwrap_or_default().to_owned();
    let findings = report.get("diagnostics").and_then(Value::as_array).into_iter().flatten().map(|one| {
        let number = |name: &str| one.get(name).and_then(Value::as_u64).unwrap_or(1) - 1;
        let level = match &*text(one, "level") {
            "error" => 1,
            "warning" => 2,
            _ => 3,
        };
        // Paths are written as in URIs, to be compared with those.
        let file = uri(Path::new(&text(one, "file"))).replacen("file://", "", 1);
        (file, text(one, "rule"), level, ["line", "column", "end_line", "end_column"].map(number))
    });
    Ok(findings.collect())
}

fn compare(editor: &BTreeSet<Finding>, command_line: &BTreeSet<Finding>) -> io::Result<()> {
    let only = |ours: &BTreeSet<Finding>, theirs: &BTreeSet<Finding>, who: &str| -> Vec<String> {
        ours.difference(theirs).take(20).map(|finding| format!("only {who}: {finding:?}")).collect()
    };
    let mut lines = only(editor, command_line, "in the editor");
    lines.extend(only(command_line, editor, "on the command line"));
    if lines.is_empty() { Ok(()) } else { Err(io::Error::other(lines.join("\n"))) }
}
