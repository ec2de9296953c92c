//! A stricter preset reports whatever a milder one does: at the same place, by the same rule or by a better one.
#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

mod support;

use std::path::Path;

use plimsoll_linter::MemoryFiles;
use serde_json::Value;

use support::folder::Folder;

/// Which preset contains which.
const CONTAINED: [(&str, &str); 4] =
    [("recommended", "security"), ("recommended", "strict"), ("security", "all"), ("strict", "all")];

#[test]
fn each_preset_contains_the_milder_one() {
    let repository = repository();
    for (mild, strict) in CONTAINED {
        let (found, expected) = (findings(&repository, strict), findings(&repository, mild));
        assert!(expected.len() > 500, "{mild} finds {}", expected.len());
        for finding in expected {
            let is_kept = found.iter().any(|other| is_same_defect(other, &finding));
            assert!(is_kept, "{strict} loses a finding of {mild}: {finding}");
        }
    }
}

/// All test data as a repository of its own: in this one it lies in a directory for tests, where presets say less.
fn repository() -> Folder {
    let folder = Folder::new("presets");
    let testdata = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../testdata");
    for (path, text) in MemoryFiles::copy_of(&testdata).unwrap().0 {
        folder.write(&path, &text);
    }
    folder
}

/// What a preset finds there.
fn findings(repository: &Folder, preset: &str) -> Vec<Value> {
    let done = repository.plimsoll(&["check", "--isolated", "--format", "json", "--preset", preset, "."]);
    let mut report: Value = serde_json::from_slice(&done.stdout).unwrap();
    report["diagnostics"].take().as_array().unwrap().clone()
}

/// Whether two findings stand on the same words of a line, or of several.
fn is_same_defect(one: &Value, other: &Value) -> bool {
    let place = |finding: &Value, line: &str, column: &str| {
        (finding[line].as_u64().unwrap(), finding[column].as_u64().unwrap())
    };
    let starts_before_end =
        |one: &Value, other: &Value| place(one, "line", "column") <= place(other, "end_line", "end_column");
    one["file"] == other["file"]
        && one["line"] == other["line"]
        && (one["rule"] == other["rule"] || starts_before_end(one, other) && starts_before_end(other, one))
}
