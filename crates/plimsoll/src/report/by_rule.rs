//! The findings of a run by rule: a standard asks about each of its controls.

use std::collections::{BTreeSet, HashMap};

use plimsoll_diagnostics::Diagnostic;

/// Findings by rule.
pub(super) struct ByRule<'c> {
    all: &'c [Diagnostic],
    /// Where those of each rule are.
    places: HashMap<&'c str, Vec<usize>>,
}

impl<'c> ByRule<'c> {
    pub(super) fn new(all: &'c [Diagnostic]) -> ByRule<'c> {
        let mut places: HashMap<&str, Vec<usize>> = HashMap::new();
        for (at, finding) in all.iter().enumerate() {
            places.entry(&finding.rule).or_default().push(at);
        }
        ByRule { all, places }
    }

    /// Those of some rules, in the order of the run.
    pub(super) fn of<'r>(&self, rules: impl Iterator<Item = &'r str>) -> Vec<&'c Diagnostic> {
        let rules: BTreeSet<&str> = rules.collect();
        let mut places: Vec<usize> =
            rules.iter().filter_map(|rule| self.places.get(rule)).flatten().copied().collect();
        places.sort_unstable();
        places.into_iter().filter_map(|at| self.all.get(at)).collect()
    }
}
