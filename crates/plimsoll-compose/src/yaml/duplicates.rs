//! Keys that come twice in one mapping.

use std::collections::HashMap;

use plimsoll_diagnostics::Diagnostic;

use super::{Mapping, Node, Scalar};

/// Below this many entries, looking at each pair is cheaper than a table.
const FEW: usize = 16;

/// The key that takes the entries of other mappings over.
const MERGE: &str = "<<";

/// How many merge keys of one mapping are pointed at.
const MOST_LABELS: usize = 10;

/// Reports every key that was there before. go-yaml refuses them, merge keys included; who reads JSON takes the last.
pub(crate) fn report(mapping: &Mapping<'_>, help: &'static str, problems: &mut Vec<Diagnostic>) {
    let entries = &mapping.entries;
    if entries.len() <= FEW {
        for (at, entry) in entries.iter().enumerate() {
            let first = entries.iter().take(at).find(|other| other.key.value == entry.key.value);
            if let Some(first) = first.filter(|_| entry.key.value != MERGE) {
                problems.push(problem(&first.key, &entry.key, help));
            }
        }
        problems.extend(merges(mapping));
        return;
    }
    let mut seen: HashMap<&str, &Scalar<'_>> = HashMap::new();
    for entry in entries {
        match seen.get(&*entry.key.value).filter(|_| entry.key.value != MERGE) {
            Some(first) => problems.push(problem(first, &entry.key, help)),
            None => {
                seen.insert(&entry.key.value, &entry.key);
            }
        }
    }
    problems.extend(merges(mapping));
}

/// The merge keys of a mapping behind the first, which one line mends together.
fn merges(mapping: &Mapping<'_>) -> Option<Diagnostic> {
    let mut all = mapping.entries.iter().filter(|entry| entry.key.value == MERGE);
    let (first, second) = (all.next()?, all.next()?);
    let mut problem = problem(&first.key, &second.key, "");
    let mut others = 0;
    for other in all.clone().take(MOST_LABELS) {
        problem.label(other.key.span, "defined again here");
        others += 1;
    }
    let names: Option<Vec<String>> = [first, second]
        .into_iter()
        .chain(all)
        .map(|entry| match &entry.value.node {
            Node::Alias(alias) => Some(format!("*{}", alias.name.raw)),
            _ => None,
        })
        .collect();
    let names = names.filter(|_| others < MOST_LABELS).map_or("*a, *b".to_owned(), |names| names.join(", "));
    // Other readers take all of them.
    problem.help(format!("merge them with one key: `<<: [{names}]`")).answers_to([]);
    Some(problem)
}

fn problem(first: &Scalar<'_>, again: &Scalar<'_>, help: &'static str) -> Diagnostic {
    let message = format!("duplicate key `{}`", again.value);
    let mut problem = Diagnostic::new("duplicate-key", again.span, message);
    problem.here("defined again here").label(first.span, "first defined here").help(help);
    problem
}
