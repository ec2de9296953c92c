//! What a run costs, by phase and by rule: counted when somebody asks, and free otherwise.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

/// The cost of a run, or of one project in it. Times of projects that were checked side by side are added up.
#[derive(Clone, Debug, Default)]
pub struct Costs {
    /// Reading files and making projects of them.
    pub reading: Duration,
    /// Levels, suppressions and order.
    pub postprocessing: Duration,
    /// Each rule that was asked, by name.
    pub rules: BTreeMap<&'static str, RuleCost>,
}

/// The cost of a rule.
#[derive(Clone, Copy, Debug, Default)]
pub struct RuleCost {
    /// How often it was called: the same in every run over the same files.
    pub calls: usize,
    /// How long it took in all.
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
