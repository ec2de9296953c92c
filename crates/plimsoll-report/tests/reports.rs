//! Each folder of `testdata/report` is a report: source files, `findings.toml`, and how it looks in each format.
//! `UPDATE=1` rewrites the looks.

#![expect(clippy::disallowed_methods, reason = "cases are files on disk")]
#![expect(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may fail")]
#![expect(clippy::indexing_slicing, clippy::string_slice, reason = "a test may fail")]

mod findings;
mod schema;
mod shape;

use std::fs;
use std::path::Path;

use libtest_mimic::{Arguments, Failed, Trial};
use plimsoll_report::{Format, Report, TextOptions};
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
    let mut trials: Vec<Trial> = cases.iter().map(trial).collect();
    trials.push(Trial::test("schemas_refuse_what_is_wrong", || {
        schema::refuse_what_is_wrong();
        Ok(())
    }));
    libtest_mimic::run(&Arguments::from_args(), trials).exit();
}

fn check(case: &Path) -> Result<(), Failed> {
    let report = findings::read(case);
    let plain = TextOptions::default();
    let mut looks = vec![
        ("text-full.txt".to_owned(), told(Format::Text, &report, TextOptions { full: true, ..plain })),
        ("text-colour.txt".to_owned(), told(Format::Text, &report, TextOptions { colour: true, ..plain })),
    ];
    for &format in Format::ALL.iter().filter(|format| format.tells_statistics()) {
        let name = format!("statistics.{}", format.name());
        looks.push((name, written(|out| format.write_statistics(&report, out))));
    }
    for &format in Format::ALL {
        let told = told(format, &report, plain);
        shape::check(format, &told, &report).map_err(|problem| format!("{}: {problem}", format.name()))?;
        // A release changes nothing about how things look.
        let told =
            told.replace(concat!("ersion\":\"", env!("CARGO_PKG_VERSION"), "\""), "ersion\":\"0.0.0\"");
        looks.push((format!("report.{}", format.name()), told));
    }
    for (name, actual) in looks {
        let path = case.join(&name);
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

fn told(format: Format, report: &Report, options: TextOptions) -> String {
    let text = written(|out| format.write(report, options, out));
    let steers = |c: char| c.is_control() && c != '\n' && !(c == '\x1b' && options.colour) && c != '\t';
    assert!(!text.contains(steers), "{}: a control character reaches the terminal", format.name());
    text
}

fn written(write: impl FnOnce(&mut dyn std::io::Write) -> std::io::Result<()>) -> String {
    let mut out = Vec::new();
    write(&mut out).expect("a vector takes everything");
    String::from_utf8(out).expect("reports are UTF-8")
}
