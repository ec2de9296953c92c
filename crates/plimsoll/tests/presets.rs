//! A stricter preset reports whatever a milder one does: at the same place, by the same rule or by a better one.
#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

use std::path::Path;
use std::process::Command;

use serde_json::Value;

/// Which preset contains which.
const CONTAINED: [(&str, &str); 4] =
    [("recommended", "security"), ("recommended", "strict"), ("security", "all"), ("strict", "all")];

#[test]
fn each_preset_contains_the_milder_one() {
    for (mild, strict) in CONTAINED {
        let (found, expected) = (findings(strict), findings(mild));
        assert!(expected.len() > 500, "{mild} finds {}", expected.len());
        for finding in expected {
            let is_kept = found.iter().any(|other| is_same_defect(other, &finding));
            assert!(is_kept, "{strict} loses a finding of {mild}: {finding}");
        }
    }
}

/// What a preset finds in all test data.
fn findings(preset: &str) -> Vec<Value> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../testdata");
    let args = ["check", "--isolated", "--format", "json", "--preset", preset, "."];
    let done = Command::new(env!("CARGO_BIN_EXE_plimsoll")).args(args).current_dir(folder).output().unwrap();
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
