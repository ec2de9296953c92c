//! Each folder of `testdata/report` is a report: source files, `findings.toml`, and how it looks in each format.
//! `UPDATE=1` rewrites the looks.

#![expect(clippy::disallowed_methods, reason = "cases are files on disk")]
#![expect(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may fail")]
#![expect(clippy::indexing_slicing, clippy::string_slice, reason = "a test may fail")]

mod findings;

use std::fs;
use std::path::Path;

use libtest_mimic::{Arguments, Failed, Trial};
use plimsoll_report::{Report, TextOptions, write_json, write_statistics, write_text};
use similar_asserts::SimpleDiff;

fn main() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../testdata/report");
    let folders = fs::read_dir(&root).expect("testdata/report is there").map(|entry| entry.unwrap().path());
    let mut cases: Vec<_> = folders.filter(|path| path.is_dir()).collect();
    cases.sort();
    assert!(!cases.is_empty(), "no case in {}", root.display());
    let trial = |case: &std::path::PathBuf| {
        let case = case.clone();
        let name = case.file_name().unwrap().to_string_lossy().into_owned();
        Trial::test(name, move || check(&case))
    };
    libtest_mimic::run(&Arguments::from_args(), cases.iter().map(trial).collect()).exit();
}

fn check(case: &Path) -> Result<(), Failed> {
    let report = findings::read(case);
    let formats = [
        ("text.txt", text(&report, TextOptions::default())),
        ("text-full.txt", text(&report, TextOptions { full: true, ..TextOptions::default() })),
        ("colour.txt", text(&report, TextOptions { colour: true, ..TextOptions::default() })),
        ("report.json", written(|out| write_json(&report, out))),
        ("statistics.txt", written(|out| write_statistics(&report, out))),
    ];
    let json: serde_json::Value = serde_json::from_str(&formats[3].1)?;
    assert_eq!(json["diagnostics"].as_array().map(Vec::len), Some(report.diagnostics.len()));
    for (name, actual) in formats {
        let path = case.join(name);
        if std::env::var_os("UPDATE").is_some() {
            fs::write(&path, &actual)?;
        }
        let expected = fs::read_to_string(&path).unwrap_or_default();
        if actual != expected {
            let difference = SimpleDiff::from_str(&expected, &actual, "expected", "actual");
            return Err(format!("{name}: {difference}").into());
        }
    }
    Ok(())
}

fn text(report: &Report, options: TextOptions) -> String {
    let text = written(|out| write_text(report, options, out));
    let steers = |c: char| c.is_control() && c != '\n' && !(c == '\x1b' && options.colour) && c != '\t';
    assert!(!text.contains(steers), "a control character reaches the terminal");
    text
}

fn written(write: impl FnOnce(&mut dyn std::io::Write) -> std::io::Result<()>) -> String {
    let mut out = Vec::new();
    write(&mut out).expect("a vector takes everything");
    String::from_utf8(out).expect("reports are UTF-8")
}
