//! Whether what an input costs grows faster than the input: counted in instructions, which a busy machine does not change.

#[path = "../../plimsoll/tests/support/growing.rs"]
mod growing;
mod trees;

use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

use clap::Args;
use wait4::Wait4;

use crate::Problems;
use crate::cargo::chosen;
use growing::Growing;
use trees::Tree;

/// How much more twice an input may cost.
const MOST: f64 = 2.3;

/// What a file of [`LARGEST`] bytes may cost under each preset: seconds and MiB.
const BUDGET: [(&str, f64, u64); 2] = [("recommended", 1.0, 256), ("all", 5.0, 256)];

/// The largest file that is read.
const LARGEST: usize = 1 << 20;

/// What to measure.
#[derive(Args)]
pub(crate) struct Options {
    /// The program, instead of a debug build of this checkout
    #[arg(long, value_name = "FILE")]
    program: Option<PathBuf>,
    /// Measures seconds of processor time and memory for 1 MiB of each input instead: for a release build
    #[arg(long)]
    budget: bool,
    /// Kinds of input whose name contains this, and no others
    #[arg(long, value_name = "WORD", default_value = "")]
    only: String,
}

/// Prints the table, and says which inputs cost too much.
pub(crate) fn run(root: &Path, options: &Options) -> Result<(), Problems> {
    let program = chosen(root, options.program.as_deref())?;
    // Outside every repository, and alone: what lies around is read as well.
    let around = std::env::temp_dir().join(format!("plimsoll-growth-{}", std::process::id()));
    let folder = around.join("input");
    let kinds = growing::all().filter(|kind| kind.name.contains(&options.only));
    let mut problems = Vec::new();
    if options.budget {
        println!("{:32}{:14}{:>8}{:>10}", "1 MiB of", "preset", "seconds", "peak MiB");
        for kind in kinds {
            problems.extend(within_budget(&program, &folder, kind)?);
        }
    } else {
        println!("{:32}{:>12}{:>12}{:>12}{:>7}{:>7}  peak MiB", "input", "1×", "2×", "4×", "", "");
        for kind in kinds {
            problems.extend(row(&program, &folder, kind)?);
        }
        for tree in trees::ALL.iter().filter(|tree| tree.name.contains(&options.only)) {
            problems.extend(tree_row(&program, &folder, tree)?);
        }
    }
    let _ = fs::remove_dir_all(around);
    if problems.is_empty() { Ok(()) } else { Err(problems) }
}

/// The instructions of three sizes of a file.
fn row(program: &Path, folder: &Path, kind: &Growing) -> Result<Option<String>, Problems> {
    three_sizes(kind.name, |times| {
        write(folder, kind, times * kind.size)?;
        let paths = [folder.to_owned()];
        Ok((instructions(program, folder, &paths)?, cost(program, folder, "all", &paths)?))
    })
}

/// The instructions of three numbers of files.
fn tree_row(program: &Path, folder: &Path, tree: &Tree) -> Result<Option<String>, Problems> {
    three_sizes(tree.name, |times| {
        let named = tree.write(folder, times * tree.size)?;
        Ok((instructions(program, folder, &named)?, cost(program, folder, "all", &named)?))
    })
}

/// Prints what once, twice and four times a size costs.
fn three_sizes(
    name: &str,
    measure: impl Fn(usize) -> Result<(f64, Cost), Problems>,
) -> Result<Option<String>, Problems> {
    let mut costs = Vec::new();
    let (mut peak, mut is_limited) = (0, false);
    for times in [1, 2, 4] {
        let (count, cost) = measure(times)?;
        costs.push(count);
        peak = cost.mebibytes;
        is_limited = cost.is_limited;
    }
    let ratios: Vec<f64> = costs.iter().zip(costs.iter().skip(1)).map(|(once, twice)| twice / once).collect();
    let counts: Vec<String> = costs.iter().map(|count| format!("{:>11.1}M", count / 1e6)).collect();
    let shown: Vec<String> = ratios.iter().map(|ratio| format!("{ratio:>7.2}")).collect();
    let (counts, shown) = (counts.concat(), shown.concat());
    let limit = if is_limited { "  limit-exceeded" } else { "" };
    println!("{name:32}{counts}{shown}{peak:>10}{limit}");
    let is_too_much = !is_limited && ratios.iter().any(|ratio| *ratio > MOST);
    Ok(is_too_much.then(|| format!("{name}: the cost grows faster than the input")))
}

/// What the largest file of a kind costs.
fn within_budget(program: &Path, folder: &Path, kind: &Growing) -> Result<Vec<String>, Problems> {
    write(folder, kind, kind.size_within(LARGEST))?;
    let mut problems = Vec::new();
    for (preset, most_seconds, most_mebibytes) in BUDGET {
        let Cost { seconds, mebibytes, .. } = cost(program, folder, preset, &[folder.to_owned()])?;
        println!("{:32}{preset:14}{seconds:>8.2}{mebibytes:>10}", kind.name);
        if seconds > most_seconds || mebibytes > most_mebibytes {
            problems.push(format!("{} under `{preset}`: {seconds:.2} s, {mebibytes} MiB", kind.name));
        }
    }
    Ok(problems)
}

fn write(folder: &Path, kind: &Growing, size: usize) -> Result<(), Problems> {
    let _ = fs::remove_dir_all(folder);
    let written = fs::create_dir_all(folder).and_then(|()| {
        kind.files.iter().try_for_each(|(path, text)| fs::write(folder.join(path), text(size)))
    });
    written.map_err(|error| vec![format!("{}: {error}", folder.display())])
}

fn check(program: &Path, preset: &str, paths: &[PathBuf]) -> Vec<OsString> {
    let mut line: Vec<OsString> = vec![program.into()];
    line.extend(["check", "--exit-zero", "--format=concise", "--preset", preset].map(Into::into));
    line.extend(paths.iter().map(Into::into));
    line
}

/// How many instructions valgrind counts for these paths.
fn instructions(program: &Path, folder: &Path, paths: &[PathBuf]) -> Result<f64, Problems> {
    let mut command = Command::new("valgrind");
    command.args(["--tool=callgrind", "--callgrind-out-file=/dev/null"]).args(check(program, "all", paths));
    let parent = folder.parent().unwrap_or(folder);
    let output = command.current_dir(parent).output().map_err(|error| vec![format!("valgrind: {error}")])?;
    let said = String::from_utf8_lossy(&output.stderr);
    let count = said.lines().find_map(|line| line.split_once("Collected : ")?.1.parse().ok());
    count.ok_or_else(|| vec![format!("valgrind counts nothing:\n{said}")])
}

/// What a run took.
struct Cost {
    seconds: f64,
    mebibytes: u64,
    is_limited: bool,
}

fn cost(program: &Path, folder: &Path, preset: &str, paths: &[PathBuf]) -> Result<Cost, Problems> {
    let failed = |error: std::io::Error| vec![format!("{}: {error}", program.display())];
    let said = folder.with_extension("said");
    let line = check(program, preset, paths);
    let mut command = Command::new(program);
    command.current_dir(folder.parent().unwrap_or(folder));
    command.args(line.iter().skip(1)).stdout(fs::File::create(&said).map_err(failed)?).stderr(Stdio::null());
    let used = command.spawn().and_then(|mut child| child.wait4()).map_err(failed)?;
    let cpu: Duration = used.rusage.utime + used.rusage.stime;
    let said = fs::read_to_string(&said).map_err(failed)?;
    if said.contains("so it was not read") {
        return Err(vec![said]);
    }
    let is_limited = growing::LIMITS.iter().any(|limit| said.contains(limit));
    Ok(Cost { seconds: cpu.as_secs_f64(), mebibytes: used.rusage.maxrss >> 20, is_limited })
}
