//! Keys that come twice in one mapping.

use std::collections::HashMap;

use plimsoll_diagnostics::Diagnostic;

use super::{Mapping, Scalar};

/// Below this many entries, looking at each pair is cheaper than a table.
const FEW: usize = 16;

/// Reports every key that was there before. go-yaml refuses them, merge keys included; who reads JSON takes the last.
pub(crate) fn report(mapping: &Mapping<'_>, help: &'static str, problems: &mut Vec<Diagnostic>) {
    let entries = &mapping.entries;
    if entries.len() <= FEW {
        for (at, entry) in entries.iter().enumerate() {
            let first = entries.iter().take(at).find(|other| other.key.value == entry.key.value);
            if let Some(first) = first {
                problems.push(problem(&first.key, &entry.key, help));
            }
        }
        return;
    }
    let mut seen: HashMap<&str, &Scalar<'_>> = HashMap::new();
    for entry in entries {
        match seen.get(&*entry.key.value) {
            Some(first) => problems.push(problem(first, &entry.key, help)),
            None => {
                seen.insert(&entry.key.value, &entry.key);
            }
        }
    }
}

fn problem(first: &Scalar<'_>, again: &Scalar<'_>, help: &'static str) -> Diagnostic {
    let message = format!("duplicate key `{}`", again.value);
    let mut problem = Diagnostic::new("duplicate-key", again.span, message);
    problem.here("defined again here").label(first.span, "first defined here").help(help);
    if again.value == "<<" {
        // Other readers take both.
        problem.help("merge both with one key: `<<: [*a, *b]`").answers_to([]);
    }
    problem
}
