//! Whether a file gets the same answer by its own path as in its directory.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::atomic::{AtomicUsize, Ordering};

use clap::Args;
use serde::Deserialize;

use crate::Problems;
use crate::cargo::chosen;

/// Where to look.
#[derive(Args)]
pub(crate) struct Options {
    /// The folder whose files are each checked alone, too
    folder: PathBuf,
    /// The program, instead of a debug build of this checkout, which takes several times as long
    #[arg(long, value_name = "FILE")]
    program: Option<PathBuf>,
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
    let program = chosen(root, options.program.as_deref())?;
    let folder = &options.folder;
    let whole = report(&program, folder, ".")?;
    let listed = run_in(folder, Command::new(&program).args(["check", "--show-files", "."]))?;
    let listed = String::from_utf8_lossy(&listed).into_owned();
    let files: Vec<&str> = listed.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    let mut by_file: BTreeMap<&str, BTreeSet<&Finding>> = BTreeMap::new();
    for finding in &whole.diagnostics {
        by_file.entry(&finding.file).or_default().insert(finding);
    }
    let none = BTreeSet::new();
    let compare = |file: &str| {
        let alone = report(&program, folder, file)?;
        Ok(differences(file, &alone, by_file.get(file).unwrap_or(&none)))
    };
    // A process for each file: most of the time is spent on starting them.
    let (threads, next) = (std::thread::available_parallelism().map_or(1, usize::from), AtomicUsize::new(0));
    let work = || {
        let mine = std::iter::from_fn(|| files.get(next.fetch_add(1, Ordering::Relaxed)));
        mine.map(|file| compare(file)).collect::<Result<Vec<Vec<String>>, Problems>>()
    };
    let done: Vec<_> = std::thread::scope(|scope| {
        let workers: Vec<_> = (0..threads).map(|_| scope.spawn(work)).collect();
        workers.into_iter().filter_map(|worker| worker.join().ok()).collect()
    });
    if done.len() < threads {
        return Err(vec!["a file could not be compared".to_owned()]);
    }
    let done = done.into_iter().collect::<Result<Vec<_>, _>>()?;
    let mut problems: Problems = done.into_iter().flatten().flatten().collect();
    problems.sort_unstable();
    println!("{} files were checked alone as well", files.len());
    if problems.is_empty() { Ok(()) } else { Err(problems) }
}

/// What is found in a file alone, and not in its folder, or the other way round.
fn differences(file: &str, alone: &Report, expected: &BTreeSet<&Finding>) -> Vec<String> {
    let own: BTreeSet<&Finding> = alone.diagnostics.iter().filter(|own| own.file == file).collect();
    let differing = own.symmetric_difference(expected).map(|finding| {
        let which = if own.contains(finding) { "only alone" } else { "only in the folder" };
        format!("{file}:{}:{}: {}: {which}", finding.line, finding.column, finding.rule)
    });
    differing.collect()
}

fn report(program: &Path, folder: &Path, path: &str) -> Result<Report, Problems> {
    let mut command = Command::new(program);
    command.args(["check", "--jobs=1", "--preset=all", "--format=json", "--exit-zero", path]);
    let printed = run_in(folder, &mut command)?;
    serde_json::from_slice(&printed).map_err(|why| vec![format!("{path}: {why}")])
}

/// What a command prints in a folder.
fn run_in(folder: &Path, command: &mut Command) -> Result<Vec<u8>, Problems> {
    let done = command.current_dir(folder).output().map_err(|why| vec![format!("{command:?}: {why}")])?;
    Ok(done.stdout)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_finding_on_one_side_is_a_difference() {
        let finding =
            |rule: &str| Finding { file: "a".to_owned(), line: 1, column: 2, rule: rule.to_owned() };
        let other = Finding { file: "b".to_owned(), ..finding("z") };
        let alone = Report { diagnostics: vec![finding("x"), finding("y"), other] };
        let (y, z) = (finding("y"), finding("z"));
        let found = differences("a", &alone, &BTreeSet::from([&y, &z]));
        assert_eq!(found, ["a:1:2: x: only alone", "a:1:2: z: only in the folder"]);
    }
}
