//! Which measures to begin with.

use super::{Measure, Missing};
use crate::Container;

/// Measures that most services run with unchanged.
const SAFE: [Measure; 3] = [Measure::NoNewPrivileges, Measure::Processes, Measure::Logs];

/// What to add first, because hardly a service notices, and that the rest needs a test.
pub fn advice(missing: &[Missing], container: &Container<'_>) -> String {
    let is_missing = |measure: &&Measure| missing.iter().any(|it| it.measure == **measure);
    let safe = SAFE.iter().filter(is_missing);
    let names: Vec<String> = safe.map(|it| format!("`{}`", it.name_in(container))).collect();
    let work = if names.len() == 1 { "works" } else { "work" };
    match names.len() {
        0 if container.line().is_some() => {
            "add one flag at a time and test the container after each".to_owned()
        }
        0 => "add one setting at a time and test the service after each".to_owned(),
        count if count == missing.len() => {
            format!("add {}: most services need no other change", list(&names))
        }
        _ => format!(
            "start with {}, which {work} for most {}; then add the others one at a time",
            list(&names),
            if container.line().is_some() { "containers" } else { "services" }
        ),
    }
}

/// Names as a sentence lists them.
fn list(names: &[String]) -> String {
    match names {
        [before @ .., last] if !before.is_empty() => format!("{} and {last}", before.join(", ")),
        _ => names.concat(),
    }
}
