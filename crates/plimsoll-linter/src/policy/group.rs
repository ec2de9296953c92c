//! What is required in one way, so that one proof shows it: the lines of a policy that declare the same.

use std::collections::{BTreeMap, HashMap};

use super::{Constraint, Policy, Requirement};

/// What lines of a policy require, each with its number.
type Lines<'p> = Vec<(usize, &'p Constraint)>;

/// The lines that ask for a requirement with the same options.
pub(crate) struct Group<'p> {
    pub(crate) requirement: &'static Requirement,
    /// In the order of the policy.
    pub(crate) constraints: Lines<'p>,
    /// What is declared, each table the options of a rule; all of them hold.
    pub(crate) declared: Vec<&'p toml::Table>,
    /// The check that has these options; `None` for words.
    check: Option<usize>,
}

impl Policy {
    /// Everything that is required, in the order of the requirements' names. Each declaration is a group. Words under
    /// `compliance` are one, and ask for all that is declared.
    pub(crate) fn groups(&self) -> Vec<Group<'_>> {
        let mut declaring = HashMap::new();
        for (number, check) in self.checks.iter().enumerate().filter(|(_, check)| check.written.is_some()) {
            declaring.extend(check.constraints.iter().map(|line| (*line, number)));
        }
        let mut groups: BTreeMap<(&str, Option<usize>), Lines<'_>> = BTreeMap::new();
        for (line, constraint) in self.constraints.iter().enumerate() {
            let key = (constraint.requirement.name, declaring.get(&line).copied());
            groups.entry(key).or_default().push((line, constraint));
        }
        let table = |check: usize| self.checks.get(check).map(|check| &check.options);
        let mut of_requirement: HashMap<&str, Vec<&toml::Table>> = HashMap::new();
        for (name, check) in groups.keys() {
            of_requirement.entry(name).or_default().extend(check.and_then(table));
        }
        let declared = |name: &str, check: Option<usize>| -> Vec<&toml::Table> {
            let all = || of_requirement.get(name).cloned().unwrap_or_default();
            match check {
                Some(check) => table(check).into_iter().collect(),
                None if all().is_empty() => Vec::new(),
                // Beside what is declared, a word asks for the usual options.
                None => all().into_iter().chain([&self.usual]).collect(),
            }
        };
        let mut all = Vec::new();
        for ((name, check), constraints) in groups {
            let Some((_, first)) = constraints.first() else { continue };
            let requirement = first.requirement;
            all.push(Group { requirement, declared: declared(name, check), constraints, check });
        }
        all
    }
}

impl Group<'_> {
    /// Whether a check of the policy looks for what breaks it.
    pub(crate) fn has(&self, policy: &Policy, check: usize) -> bool {
        let is_line = |line: &usize| self.constraints.binary_search_by_key(line, |(line, _)| *line).is_ok();
        let check = policy.checks.get(check);
        self.check.is_none() || check.is_some_and(|check| check.constraints.iter().any(is_line))
    }
}
