//! Which measures to begin with.

use super::{Measure, Missing};

/// Measures that most services run with unchanged, and what they are called.
const SAFE: [(Measure, &str); 3] = [
    (Measure::NoNewPrivileges, "`no-new-privileges`"),
    (Measure::Processes, "`pids_limit`"),
    (Measure::Logs, "`logging`"),
];

/// What to add first, because hardly a service notices, and that the rest needs a test.
pub fn advice(missing: &[Missing]) -> String {
    let is_missing = |measure: Measure| missing.iter().any(|it| it.measure == measure);
    let names: Vec<&str> = SAFE.iter().filter(|(it, _)| is_missing(*it)).map(|(_, name)| *name).collect();
    let work = if names.len() == 1 { "works" } else { "work" };
    match names.len() {
        0 => "add one setting at a time and test the service after each".to_owned(),
        count if count == missing.len() => {
            format!("add {}: most services need no other change", list(&names))
        }
        _ => format!(
            "start with {}, which {work} for most services; then add the others one at a time",
            list(&names)
        ),
    }
}

/// Names as a sentence lists them.
fn list(names: &[&str]) -> String {
    match names {
        [before @ .., last] if !before.is_empty() => format!("{} and {last}", before.join(", ")),
        _ => names.concat(),
    }
}
