//! What the harnesses share: cases are found on disk, expectations stand beside their input, `UPDATE=1` rewrites them.
#![allow(dead_code, clippy::disallowed_methods, clippy::unwrap_used, clippy::missing_panics_doc)]

pub(crate) mod folder;
pub(crate) mod growing;

use std::path::{Path, PathBuf};

use libtest_mimic::{Arguments, Failed, Trial};
use plimsoll_diagnostics::Applicability;
use plimsoll_linter::{
    Checked, Choices, FileSystem, FixRequest, Fixed, Fixer, Linter, MemoryFiles, Overrides, Settings,
    Workspace,
};
use plimsoll_report::{TextOptions, write_findings};
use plimsoll_rules::RULES;

/// `testdata/` at the top of the repository.
pub(crate) fn testdata() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../testdata")
}

/// Runs `test` over every entry of `testdata/<kind>`, for each kind.
pub(crate) fn run_cases(kinds: &[&str], test: fn(&Path) -> Result<(), Failed>) {
    let args = Arguments::from_args();
    let mut trials = Vec::new();
    for kind in kinds {
        for entry in std::fs::read_dir(testdata().join(kind)).unwrap() {
            let case = entry.unwrap().path();
            let name = format!("{kind}/{}", case.file_name().unwrap().to_string_lossy());
            // What the shell linter finds, when it is there.
            let needs_shellcheck = name.starts_with("lint/shell_");
            let trial = Trial::test(name, move || test(&case));
            trials.push(trial.with_ignored_flag(needs_shellcheck && !cfg!(feature = "shellcheck")));
        }
    }
    libtest_mimic::run(&args, trials).exit();
}

/// Compares with what the file holds, or rewrites it.
pub(crate) fn expect(file: &Path, said: &str) -> Result<(), Failed> {
    if std::env::var_os("UPDATE").is_some() {
        std::fs::create_dir_all(file.parent().unwrap())?;
        std::fs::write(file, said)?;
        return Ok(());
    }
    let expected = std::fs::read_to_string(file)
        .map_err(|why| format!("{}: {why} (UPDATE=1 writes it)", file.display()))?;
    if expected == said {
        return Ok(());
    }
    Err(format!("{} holds\n{expected}\nbut this was said:\n{said}", file.display()).into())
}

/// Lints files in memory, with a preset.
pub(crate) fn lint(files: &MemoryFiles, preset: Option<&str>) -> Checked {
    let (linter, workspace) = linter(files, preset);
    linter.check(files, &workspace)
}

/// Lints what paths name among files in memory, with a preset.
pub(crate) fn lint_paths(files: &MemoryFiles, paths: &[String], preset: Option<&str>) -> Checked {
    let workspace = Workspace::find(files, paths);
    Linter::new(RULES, &settings(preset), files, &workspace).check(files, &workspace)
}

/// A linter for files in memory.
pub(crate) fn linter(files: &MemoryFiles, preset: Option<&str>) -> (Linter, Workspace) {
    let workspace = Workspace::find(files, &[".".to_owned()]);
    (Linter::new(RULES, &settings(preset), files, &workspace), workspace)
}

/// Fixes files in memory.
pub(crate) fn fix(files: &dyn FileSystem, preset: Option<&str>, sure: Applicability) -> Fixed {
    let workspace = Workspace::find(files, &[".".to_owned()]);
    Fixer::new(RULES, &settings(preset), files, &workspace).fix(files, &workspace, FixRequest::all(sure))
}

pub(crate) fn settings(preset: Option<&str>) -> Settings {
    let overrides = Overrides::parse(Choices { preset, ..Choices::default() }, RULES).unwrap();
    // A fixed day: what is maintained today is not tomorrow.
    Settings { overrides, today: "2026-06-01".to_owned(), ..Settings::default() }
}

/// Findings as the program prints them.
pub(crate) fn render(checked: &Checked) -> String {
    let mut out = Vec::new();
    write_findings(&checked.sources, &checked.diagnostics, TextOptions::default(), &mut out).unwrap();
    String::from_utf8(out).unwrap()
}
