//! Which controls are undecided, because what the policy asks for is: the same rules speak about both.

use std::collections::HashMap;

use plimsoll_facts::standards::RuleControl;
use plimsoll_linter::{Checked, Linter, Requirement, VerdictWord};
use plimsoll_policy::REQUIREMENTS;

use super::doubt;
use crate::plural::plural;

/// The rule that looks for secrets in files.
const SECRETS: &str = "committed-secret";

/// What is undecided.
#[derive(Default)]
pub(super) struct Open {
    /// The rules of undecided requirements, each with its options, and why.
    rules: Vec<(&'static str, &'static str, String)>,
}

impl Open {
    /// What the policy leaves undecided, and the files that nothing searched for secrets.
    pub(super) fn new(linter: &Linter, checked: &Checked, day: &str) -> Open {
        let mut unknown: HashMap<usize, usize> = HashMap::new();
        let verdicts = checked.verdicts.iter().filter(|verdict| verdict.word == VerdictWord::Unknown);
        verdicts.flat_map(|verdict| &verdict.lines).for_each(|line| *unknown.entry(*line).or_default() += 1);
        let mut open = Open::default();
        for line in linter.policy().0.lines(day) {
            let page = REQUIREMENTS.iter().find(|one| one.name == line.requirement);
            let (Some(count), Some(page)) = (unknown.get(&line.number), page) else { continue };
            let why = format!("`{}` is unknown for {}", line.key, plural(*count, "subject"));
            let own = page.rules.iter().filter(|(rule, _)| is_own(page, rule));
            open.rules.extend(own.map(|(rule, options)| (*rule, *options, why.clone())));
        }
        if let Some(path) = checked.unsearched.first() {
            open.rules.push((SECRETS, "", format!("{}: `{path}`", doubt::UNSEARCHED)));
        }
        open
    }

    /// Why a control is undecided, if it is.
    pub(super) fn why(&self, rows: &[RuleControl]) -> Option<&str> {
        let is_about = |row: &RuleControl, rule: &str, options: &str| {
            let is_part =
                |part: &str| !options.contains("measures") || options.contains(&format!("\"{part}\""));
            row.rule() == rule && row.part().is_none_or(is_part)
        };
        let open =
            self.rules.iter().find(|(rule, options, _)| rows.iter().any(|row| is_about(row, rule, options)));
        open.map(|(_, _, why)| &**why)
    }
}

/// Whether a rule of a requirement speaks about this one first of all: several share `privileged-container`.
fn is_own(page: &Requirement, rule: &str) -> bool {
    let is_first = |page: &Requirement| page.rules.first().is_some_and(|(first, _)| *first == rule);
    is_first(page) || !REQUIREMENTS.iter().any(is_first)
}
