//! Which controls of standards a finding answers to.

use std::collections::HashSet;

use plimsoll_diagnostics::Diagnostic;
use plimsoll_facts::standards::{self, Fit, RuleControl};

/// What a finding answers to. Of a rule that judges several things, only those count that it speaks of, and
/// a control that several of them answer to is there once.
pub(crate) fn controls_of(finding: &Diagnostic) -> Vec<RuleControl> {
    let speaks_of = |row: &RuleControl| row.is_about(&finding.rule, &finding.message);
    let mut rows: Vec<RuleControl> = standards::of_rule(&finding.rule).filter(speaks_of).collect();
    rows.retain(|row| row.fit != Fit::Contrary);
    let mut seen = HashSet::new();
    rows.retain(|row| seen.insert((row.standard, row.control)));
    rows
}

/// The name of a weakness as GitHub's code scanning tags it: `external/cwe/cwe-250` of `CWE-250`.
pub(crate) fn cwe_tag(row: &RuleControl) -> Option<String> {
    (row.standard == "cwe").then(|| format!("external/cwe/{}", row.control.to_ascii_lowercase()))
}
