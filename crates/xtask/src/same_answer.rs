//! Whether a file gets the same answer by its own path as in its directory.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::Command;

use clap::Args;
use serde::Deserialize;

use crate::Problems;
use crate::cargo::cargo;

/// Where to look.
#[derive(Args)]
pub(crate) struct Options {
    /// The folder whose files are each checked alone, too
    folder: PathBuf,
}

/// As much of Plimsoll's report as is needed.
#[derive(Deserialize)]
struct Report {
    diagnostics: Vec<Finding>,
}

#[derive(Deserialize, PartialEq, Eq, PartialOrd, Ord, Debug, Clone)]
struct Finding {
    file: String,
    line: usize,
    column: usize,
    rule: String,
}

/// Checks the folder, then each file of it, and names the files with another answer.
pub(crate) fn run(root: &Path, options: &Options) -> Result<(), Problems> {
    let built = cargo().args(["build", "--quiet", "--package=plimsoll"]).status();
    if !built.map_err(|why| vec![why.to_string()])?.success() {
        return Err(vec!["plimsoll cannot be built".to_owned()]);
    }
    let program = root.join("target/debug/plimsoll");
    let whole = report(&program, &options.folder, ".")?;
    let listed = run_in(&options.folder, Command::new(&program).args(["check", "--show-files", "."]))?;
    let listed = String::from_utf8_lossy(&listed).into_owned();
    let files: Vec<&str> = listed.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    let mut by_file: BTreeMap<&str, BTreeSet<&Finding>> = BTreeMap::new();
    for finding in &whole.diagnostics {
        by_file.entry(&finding.file).or_default().insert(finding);
    }
    let mut problems = Vec::new();
    for file in &files {
        let alone = report(&program, &options.folder, file)?;
        let own: BTreeSet<&Finding> = alone.diagnostics.iter().filter(|own| own.file == **file).collect();
        let expected = by_file.remove(file).unwrap_or_default();
        for finding in own.symmetric_difference(&expected) {
            let which = if own.contains(finding) { "only alone" } else { "only in the folder" };
            problems.push(format!("{file}:{}:{}: {}: {which}", finding.line, finding.column, finding.rule));
        }
    }
    println!("{} files were checked alone as well", files.len());
    if problems.is_empty() { Ok(()) } else { Err(problems) }
}

fn report(program: &Path, folder: &Path, path: &str) -> Result<Report, Problems> {
    let mut command = Command::new(program);
    command.args(["check", "--preset=all", "--format=json", "--exit-zero", path]);
    let printed = run_in(folder, &mut command)?;
    serde_json::from_slice(&printed).map_err(|why| vec![format!("{path}: {why}")])
}

/// What a command prints in a folder.
fn run_in(folder: &Path, command: &mut Command) -> Result<Vec<u8>, Problems> {
    let done = command.current_dir(folder).output().map_err(|why| vec![format!("{command:?}: {why}")])?;
    Ok(done.stdout)
}
