//! The formats of hadolint that are JSON. They end without a line end, as hadolint's do.

use std::io::{self, Write};

use serde_json::{Value, json};

use super::{Item, OfFile};
use crate::escaped_json::write_value;

/// What hadolint is, for a reader that asks.
const HOME: &str = "https://github.com/hadolint/hadolint";
/// The version of hadolint whose formats these are.
pub(super) const VERSION: &str = "2.15.1";

fn items(files: &[OfFile]) -> impl Iterator<Item = &Item> {
    files.iter().flat_map(|file| &file.items)
}

/// `[{"code": …, "column": …, …}]`.
pub(super) fn objects(files: &[OfFile], out: &mut dyn Write) -> io::Result<()> {
    let object = |item: &Item| {
        json!({
            "code": item.code, "column": item.at.column, "file": item.file, "level": item.level,
            "line": item.at.line, "message": item.message,
        })
    };
    write_value(&items(files).map(object).collect::<Vec<_>>(), out)
}

/// An object for each finding, with a NUL behind it.
pub(super) fn codeclimate(files: &[OfFile], out: &mut dyn Write) -> io::Result<()> {
    for item in items(files) {
        write_value(&issue(item), out)?;
        out.write_all(b"\0")?;
    }
    Ok(())
}

/// The same as a list, with fingerprints.
pub(super) fn gitlab(files: &[OfFile], out: &mut dyn Write) -> io::Result<()> {
    let issue = |item: &Item| {
        let mut issue = issue(item);
        if let Some(issue) = issue.as_object_mut() {
            issue.insert("fingerprint".to_owned(), item.fingerprint.clone().into());
        }
        issue
    };
    write_value(&items(files).map(issue).collect::<Vec<_>>(), out)
}

fn issue(item: &Item) -> Value {
    let line = item.at.line;
    json!({
        "type": "issue",
        "check_name": item.code,
        "description": item.message,
        "categories": ["Bug Risk"],
        "location": { "path": item.file, "lines": { "begin": line, "end": line } },
        "severity": match item.level {
            "error" => "blocker",
            "warning" => "major",
            "info" => "info",
            _ => "minor",
        },
    })
}

/// An object for each finding, one behind the other.
pub(super) fn codacy(files: &[OfFile], out: &mut dyn Write) -> io::Result<()> {
    let object = |item: &Item| {
        json!({
            "filename": item.file, "line": item.at.line, "message": item.message, "patternId": item.code,
        })
    };
    items(files).try_for_each(|item| write_value(&object(item), out))
}

/// SonarQube's generic issues.
pub(super) fn sonarqube(files: &[OfFile], out: &mut dyn Write) -> io::Result<()> {
    let issue = |item: &Item| {
        let (severity, kind) = match item.level {
            _ if item.is_unreadable() => ("BLOCKER", "BUG"),
            "error" => ("CRITICAL", "BUG"),
            "warning" => ("MAJOR", "CODE_SMELL"),
            "info" => ("MINOR", "CODE_SMELL"),
            _ => ("INFO", "CODE_SMELL"),
        };
        // SonarQube counts columns from 0. An empty range would be refused.
        let range = json!({
            "startLine": item.at.line, "endLine": item.at.line,
            "startColumn": item.at.column - 1, "endColumn": item.at.column,
        });
        json!({
            "engineId": "Hadolint",
            "ruleId": item.code,
            "severity": severity,
            "type": kind,
            "primaryLocation": { "message": item.message, "filePath": item.file, "textRange": range },
        })
    };
    write_value(&json!({ "issues": items(files).map(issue).collect::<Vec<_>>() }), out)
}

/// SARIF 2.1.0.
pub(super) fn sarif(files: &[OfFile], out: &mut dyn Write) -> io::Result<()> {
    let result = |item: &Item| {
        let language = if item.code.starts_with("SC") { "sh" } else { "dockerfile" };
        let region = json!({
            "startLine": item.at.line, "endLine": item.at.line, "startColumn": item.at.column,
            "endColumn": item.at.column, "sourceLanguage": language,
        });
        json!({
            "ruleId": item.code,
            "level": if ["info", "style"].contains(&item.level) { "note" } else { item.level },
            "message": { "text": item.message },
            "locations": [{
                "physicalLocation": { "artifactLocation": { "uri": item.file }, "region": region },
            }],
        })
    };
    let driver = json!({
        "name": "Hadolint",
        "fullName": "Haskell Dockerfile Linter",
        "shortDescription": { "text": "hadolint's rules, checked by Plimsoll" },
        "version": VERSION,
        "downloadUri": HOME,
    });
    let run = json!({
        "tool": { "driver": driver },
        "defaultSourceLanguage": "dockerfile",
        "results": items(files).map(result).collect::<Vec<_>>(),
    });
    let schema = "http://json.schemastore.org/sarif-2.1.0";
    write_value(&json!({ "version": "2.1.0", "$schema": schema, "runs": [run] }), out)
}
