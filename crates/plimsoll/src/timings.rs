//! `--timings`: where the time of a run went.

use std::collections::HashMap;
use std::io;
use std::time::Duration;

use plimsoll_diagnostics::Diagnostic;
use plimsoll_linter::Costs;

use crate::stderr::Stderr;

/// Writes the phases, then the rules, the costliest first. Projects are checked side by side, so the times may add up
/// to more than a clock shows.
pub(crate) fn write(costs: &Costs, findings: &[Diagnostic]) -> io::Result<()> {
    let mut found: HashMap<&str, usize> = HashMap::new();
    for finding in findings {
        *found.entry(&finding.rule).or_default() += 1;
    }
    let all: Duration = costs.rules.values().map(|cost| cost.time).sum();
    for (phase, time) in
        [("reading", costs.reading), ("rules", all), ("postprocessing", costs.postprocessing)]
    {
        writeln!(Stderr, "{:>12}  {phase}", milliseconds(time))?;
    }
    let mut rules: Vec<_> = costs.rules.iter().collect();
    rules.sort_by_key(|(name, cost)| (std::cmp::Reverse(cost.time), **name));
    writeln!(Stderr)?;
    writeln!(Stderr, "{:>12}  {:>9}  {:>9}  rule", "time", "calls", "findings")?;
    for (name, cost) in rules {
        let findings = found.get(name).copied().unwrap_or_default();
        writeln!(Stderr, "{:>12}  {:>9}  {findings:>9}  {name}", milliseconds(cost.time), cost.calls)?;
    }
    writeln!(Stderr)
}

fn milliseconds(time: Duration) -> String {
    format!("{:.3} ms", time.as_secs_f64() * 1000.0)
}
