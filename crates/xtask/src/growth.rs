//! Whether what an input costs grows faster than the input: counted in instructions, which a busy machine does not change.

#[path = "../../plimsoll/tests/support/growing.rs"]
mod growing;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

use clap::Args;
use wait4::Wait4;

use crate::Problems;
use crate::cargo::{cargo, succeed};
use growing::Growing;

/// How much more twice an input may cost.
const MOST: f64 = 2.3;

/// What a file of [`LARGEST`] bytes may cost under each preset: seconds and MiB.
const BUDGET: [(&str, f64, u64); 2] = [("recommended", 1.0, 256), ("all", 5.0, 256)];

/// The largest file that is read, a little less.
const LARGEST: usize = 1_000_000;

/// What to measure.
#[derive(Args)]
pub(crate) struct Options {
    /// The program, instead of a debug build of this checkout
    #[arg(long, value_name = "FILE")]
    program: Option<PathBuf>,
    /// Measures seconds and memory for 1 MiB of each input too: for a release build on a quiet machine
    #[arg(long)]
    budget: bool,
    /// Kinds of input whose name contains this, and no others
    #[arg(long, value_name = "WORD", default_value = "")]
    only: String,
}

/// Prints the table, and says which inputs cost too much.
pub(crate) fn run(root: &Path, options: &Options) -> Result<(), Problems> {
    let program = if let Some(program) = &options.program {
        program.clone()
    } else {
        succeed(cargo().args(["build", "--package", "plimsoll"]).current_dir(root))?;
        root.join("target/debug/plimsoll")
    };
    let folder = root.join("target/growth");
    let mut problems = Vec::new();
    println!("{:32}{:>12}{:>12}{:>12}{:>7}{:>7}  peak MiB", "input", "1×", "2×", "4×", "", "");
    let kinds = || growing::ALL.iter().filter(|kind| kind.name.contains(&options.only));
    for kind in kinds() {
        problems.extend(row(&program, &folder, kind)?);
    }
    if options.budget {
        println!("\n{:32}{:14}{:>8}{:>10}", "1 MB of", "preset", "seconds", "peak MiB");
        for kind in kinds() {
            problems.extend(within_budget(&program, &folder, kind)?);
        }
    }
    if problems.is_empty() { Ok(()) } else { Err(problems) }
}

/// The instructions of three sizes.
fn row(program: &Path, folder: &Path, kind: &Growing) -> Result<Option<String>, Problems> {
    let mut costs = Vec::new();
    let (mut peak, mut is_limited) = (0, false);
    for times in [1, 2, 4] {
        write(folder, kind, times * kind.size)?;
        costs.push(instructions(program, folder)?);
        let cost = cost(program, folder, "all")?;
        peak = cost.mebibytes;
        is_limited = cost.is_limited;
    }
    let ratios: Vec<f64> = costs.iter().zip(costs.iter().skip(1)).map(|(once, twice)| twice / once).collect();
    let counts: Vec<String> = costs.iter().map(|count| format!("{:>11.1}M", count / 1e6)).collect();
    let shown: Vec<String> = ratios.iter().map(|ratio| format!("{ratio:>7.2}")).collect();
    let (counts, shown) = (counts.concat(), shown.concat());
    let limit = if is_limited { "  limit-exceeded" } else { "" };
    println!("{:32}{counts}{shown}{peak:>10}{limit}", kind.name);
    let is_too_much = !is_limited && ratios.iter().any(|ratio| *ratio > MOST);
    Ok(is_too_much.then(|| format!("{}: the cost grows faster than the input", kind.name)))
}

/// What the largest file of a kind costs.
fn within_budget(program: &Path, folder: &Path, kind: &Growing) -> Result<Vec<String>, Problems> {
    let bytes_each = ((kind.text)(kind.size).len() / kind.size).max(1);
    write(folder, kind, LARGEST / bytes_each)?;
    let mut problems = Vec::new();
    for (preset, most_seconds, most_mebibytes) in BUDGET {
        let Cost { seconds, mebibytes, .. } = cost(program, folder, preset)?;
        println!("{:32}{preset:14}{seconds:>8.2}{mebibytes:>10}", kind.name);
        if seconds > most_seconds || mebibytes > most_mebibytes {
            problems.push(format!("{} under `{preset}`: {seconds:.2} s, {mebibytes} MiB", kind.name));
        }
    }
    Ok(problems)
}

fn write(folder: &Path, kind: &Growing, size: usize) -> Result<(), Problems> {
    let _ = fs::remove_dir_all(folder);
    let written =
        fs::create_dir_all(folder).and_then(|()| fs::write(folder.join(kind.file), (kind.text)(size)));
    written.map_err(|error| vec![format!("{}: {error}", folder.display())])
}

fn check(program: &Path, folder: &Path, preset: &str) -> [std::ffi::OsString; 6] {
    let arguments = ["check", "--exit-zero", "--format=concise"].map(Into::into);
    let [check, exit, format] = arguments;
    [program.into(), check, exit, format, format!("--preset={preset}").into(), folder.into()]
}

/// How many instructions valgrind counts.
fn instructions(program: &Path, folder: &Path) -> Result<f64, Problems> {
    let mut command = Command::new("valgrind");
    command.args(["--tool=callgrind", "--callgrind-out-file=/dev/null"]).args(check(program, folder, "all"));
    let output = command.output().map_err(|error| vec![format!("valgrind: {error}")])?;
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

fn cost(program: &Path, folder: &Path, preset: &str) -> Result<Cost, Problems> {
    let failed = |error: std::io::Error| vec![format!("{}: {error}", program.display())];
    let said = folder.with_extension("said");
    let [program_, arguments @ ..] = check(program, folder, preset);
    let mut command = Command::new(program_);
    command.args(arguments).stdout(fs::File::create(&said).map_err(failed)?).stderr(Stdio::null());
    let used = command.spawn().and_then(|mut child| child.wait4()).map_err(failed)?;
    let cpu: Duration = used.rusage.utime + used.rusage.stime;
    let is_limited = fs::read_to_string(&said).map_err(failed)?.contains("limit-exceeded");
    Ok(Cost { seconds: cpu.as_secs_f64(), mebibytes: used.rusage.maxrss >> 20, is_limited })
}
