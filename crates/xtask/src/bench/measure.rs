//! Times programs against each other: in turns, so that a busy moment hits all of them.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use wait4::Wait4;

use crate::Problems;

/// Programs that do the same work on the same files.
pub(super) struct Contest {
    files: Vec<PathBuf>,
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

impl Contest {
    /// Over these files.
    pub(super) fn new(files: Vec<PathBuf>) -> Contest {
        Contest { files, contestants: Vec::new() }
    }

    /// Adds a program; the files are appended to its arguments.
    ///
    /// Some end the whole run at the first file that they cannot read. So that everybody does the same work, the
    /// files that this one gives up on are left out for all; answers how many those are.
    pub(super) fn enter(
        &mut self,
        name: &'static str,
        program: &Path,
        arguments: &'static [&'static str],
    ) -> Result<usize, Problems> {
        let contestant = Contestant { name, program: program.to_path_buf(), arguments, runs: Vec::new() };
        let taken = contestant.taken(&self.files)?;
        let refused = self.files.len() - taken.len();
        self.files = taken;
        self.contestants.push(contestant);
        Ok(refused)
    }

    /// The files that nobody gives up on.
    pub(super) fn files(&self) -> &[PathBuf] {
        &self.files
    }

    /// Runs everybody in turns, and tells the medians and what they are relative to the first two.
    pub(super) fn run(mut self, rounds: usize) -> Result<String, Problems> {
        // Entering has warmed the file cache.
        for _ in 0..rounds {
            for contestant in &mut self.contestants {
                contestant.runs.extend(contestant.run(&self.files)?);
            }
        }
        let runs: Vec<(&str, Run)> =
            self.contestants.iter().filter_map(|one| Some((one.name, one.median()?))).collect();
        Ok(table(&runs))
    }
}

impl Contestant {
    /// The files that it does not give up on; found by halving, as they are few.
    fn taken(&self, files: &[PathBuf]) -> Result<Vec<PathBuf>, Problems> {
        if files.is_empty() || self.run(files)?.is_some() {
            return Ok(files.to_vec());
        }
        if files.len() == 1 {
            return Ok(Vec::new());
        }
        let (left, right) = files.split_at(files.len() / 2);
        Ok([self.taken(left)?, self.taken(right)?].concat())
    }

    /// One run; `None` when it gives up.
    fn run(&self, files: &[PathBuf]) -> Result<Option<Run>, Problems> {
        let failed = |error: std::io::Error| vec![format!("{}: {error}", self.program.display())];
        let mut command = Command::new(&self.program);
        command.args(self.arguments).args(files);
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        let start = Instant::now();
        let used = command.spawn().and_then(|mut child| child.wait4()).map_err(failed)?;
        let wall = start.elapsed();
        // 1 says that there are findings where that cannot be turned off; anything else did not do the work.
        let worked = used.status.success() || used.status.code() == Some(1);
        let cpu = used.rusage.utime + used.rusage.stime;
        Ok(worked.then_some(Run { wall, cpu, memory: used.rusage.maxrss }))
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
    fn files_that_somebody_gives_up_on_are_left_out() {
        let files = ["a", "b", "bad", "c", "bad", "d"].map(PathBuf::from).to_vec();
        let mut contest = Contest::new(files);
        let picky = &["-c", "for file; do [ \"$file\" != bad ] || exit 2; done; exit 1", "sh"];
        assert_eq!(contest.enter("picky", Path::new("sh"), picky), Ok(2));
        assert_eq!(contest.files(), ["a", "b", "c", "d"].map(PathBuf::from));
        assert_eq!(contest.run(1).expect("nobody gives up").lines().count(), 2);
    }
}
