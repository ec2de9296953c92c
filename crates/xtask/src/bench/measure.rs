//! Times programs against each other: in turns, so that a busy moment hits all of them.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use wait4::Wait4;

use crate::Problems;

/// Programs that do the same work on the same files.
pub(super) struct Contest<'f> {
    files: &'f [PathBuf],
    contestants: Vec<Contestant>,
}

struct Contestant {
    name: &'static str,
    program: PathBuf,
    arguments: &'static [&'static str],
    runs: Vec<Run>,
}

/// What one run took.
#[derive(Clone, Copy)]
struct Run {
    wall: Duration,
    /// User and system time, of all threads.
    cpu: Duration,
    /// Peak memory in bytes. The system counts the moment before the program starts too, so that a few
    /// MiB of this program are the least that it can be.
    memory: u64,
}

impl<'f> Contest<'f> {
    /// Over these files.
    pub(super) fn new(files: &'f [PathBuf]) -> Contest<'f> {
        Contest { files, contestants: Vec::new() }
    }

    /// Adds a program; the files are appended to its arguments.
    pub(super) fn enter(&mut self, name: &'static str, program: &Path, arguments: &'static [&'static str]) {
        let program = program.to_path_buf();
        self.contestants.push(Contestant { name, program, arguments, runs: Vec::new() });
    }

    /// Runs everybody in turns, and tells the medians and what they are relative to the first two.
    pub(super) fn run(mut self, rounds: usize) -> Result<String, Problems> {
        for round in 0..=rounds {
            for contestant in &mut self.contestants {
                let run = contestant.run(self.files)?;
                // The first round warms the file cache.
                if round > 0 {
                    contestant.runs.push(run);
                }
            }
        }
        let runs: Vec<(&str, Run)> =
            self.contestants.iter().filter_map(|one| Some((one.name, one.median()?))).collect();
        Ok(table(&runs))
    }
}

impl Contestant {
    fn run(&self, files: &[PathBuf]) -> Result<Run, Problems> {
        let failed = |what: &dyn std::fmt::Display| vec![format!("{}: {what}", self.program.display())];
        let mut command = Command::new(&self.program);
        command.args(self.arguments).args(files);
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        let start = Instant::now();
        let mut child = command.spawn().map_err(|error| failed(&error))?;
        let used = child.wait4().map_err(|error| failed(&error))?;
        let wall = start.elapsed();
        // 1 says that there are findings where that cannot be turned off; anything else did not do the work.
        if !used.status.success() && used.status.code() != Some(1) {
            return Err(failed(&used.status));
        }
        Ok(Run { wall, cpu: used.rusage.utime + used.rusage.stime, memory: used.rusage.maxrss })
    }

    fn median(&self) -> Option<Run> {
        let wall = median(self.runs.iter().map(|run| run.wall))?;
        let cpu = median(self.runs.iter().map(|run| run.cpu))?;
        Some(Run { wall, cpu, memory: median(self.runs.iter().map(|run| run.memory))? })
    }
}

fn median<T: Ord + Copy>(values: impl Iterator<Item = T>) -> Option<T> {
    let mut values: Vec<T> = values.collect();
    values.sort_unstable();
    values.get(values.len() / 2).copied()
}

fn table(runs: &[(&str, Run)]) -> String {
    // Everything is measured against the first two: reading the files at all, and the program in question.
    let baselines: Vec<&(&str, Run)> = runs.iter().take(2).collect();
    let ratios = baselines.iter().fold(String::new(), |line, (name, _)| line + &right(&format!("× {name}")));
    let head = ["wall", &ratios, "cpu", &ratios, "peak MiB"].map(right).concat();
    let rows = runs.iter().map(|(name, run)| {
        let times = |of: fn(&Run) -> Duration| {
            let time = of(run).as_secs_f64();
            let ratios =
                baselines.iter().map(|(_, run)| right(&format!("{:.2}", time / of(run).as_secs_f64())));
            right(&format!("{:.1} ms", time * 1000.0)) + &ratios.collect::<String>()
        };
        let memory = right(&format!("{:.1}", mebibytes(run.memory)));
        format!("{name:10}{}{}{memory}\n", times(|run| run.wall), times(|run| run.cpu))
    });
    format!("{:10}{head}\n", "program") + &rows.collect::<String>()
}

/// A cell of the table.
fn right(text: &str) -> String {
    format!("{text:>13}")
}

#[expect(clippy::cast_precision_loss, reason = "one digit is shown")]
fn mebibytes(bytes: u64) -> f64 {
    bytes as f64 / 1024.0 / 1024.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_median_is_the_middle() {
        assert_eq!(median([5, 1, 9].into_iter()), Some(5));
        assert_eq!(median::<u8>([].into_iter()), None);
    }

    #[test]
    fn ratios_are_to_the_first_two() {
        let run =
            |wall| Run { wall: Duration::from_millis(wall), cpu: Duration::from_millis(2), memory: 1 << 20 };
        let text = table(&[("cat", run(10)), ("ours", run(20)), ("other", run(25))]);
        let last = text.lines().last().expect("there are rows");
        let cells: Vec<&str> = last.split_whitespace().collect();
        assert_eq!(cells, ["other", "25.0", "ms", "2.50", "1.25", "2.0", "ms", "1.00", "1.00", "1.0"]);
    }

    #[cfg(unix)]
    #[test]
    fn a_program_that_fails_is_not_measured() {
        let mut contest = Contest::new(&[]);
        contest.enter("sh", Path::new("sh"), &["-c", "exit 2"]);
        assert!(contest.run(1).is_err());
        let mut contest = Contest::new(&[]);
        contest.enter("sh", Path::new("sh"), &["-c", "exit 1"]);
        assert_eq!(contest.run(1).expect("1 means findings").lines().count(), 2);
    }
}
