//! The cost of a run, by phase and by rule. It is measured only on request.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

/// The cost of a run, or of one project in it. The times of projects that are checked in parallel are added up.
#[derive(Clone, Debug, Default)]
pub struct Costs {
    /// The time to read files and create projects.
    pub reading: Duration,
    /// The time for levels, suppressions and sorting.
    pub postprocessing: Duration,
    /// The cost of each rule that was called, by name.
    pub rules: BTreeMap<&'static str, RuleCost>,
}

/// The cost of a rule.
#[derive(Clone, Copy, Debug, Default)]
pub struct RuleCost {
    /// The number of calls, which is the same in every run on the same files.
    pub calls: usize,
    /// The total time.
    pub time: Duration,
}

impl Costs {
    /// Times one call of a rule.
    pub(crate) fn call(&mut self, rule: &'static str, call: impl FnOnce()) {
        let start = Instant::now();
        call();
        let cost = self.rules.entry(rule).or_default();
        cost.calls += 1;
        cost.time += start.elapsed();
    }

    /// Adds those of another project.
    pub(crate) fn add(&mut self, other: &Costs) {
        self.reading += other.reading;
        self.postprocessing += other.postprocessing;
        for (rule, cost) in &other.rules {
            let sum = self.rules.entry(rule).or_default();
            sum.calls += cost.calls;
            sum.time += cost.time;
        }
    }
}

/// Does something, and adds the time that it takes where it is counted.
pub(crate) fn timed<T>(counted: Option<&mut Duration>, work: impl FnOnce() -> T) -> T {
    let Some(sum) = counted else { return work() };
    let start = Instant::now();
    let done = work();
    *sum += start.elapsed();
    done
}
