//! Which services of a Compose file are started at the same time.

use std::collections::{BTreeMap, BTreeSet};

use super::lines::CommandLine;

/// What scripts start, by the Compose file.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Starts {
    /// The services that are started together; none stand for all of them.
    together: BTreeMap<String, BTreeSet<BTreeSet<String>>>,
    /// The same of the file that is read, by the number of the line.
    lines: BTreeMap<String, BTreeMap<usize, BTreeSet<String>>>,
}

impl Starts {
    /// Adds what a command line starts.
    pub(super) fn add_line(&mut self, compose: &str, line: &CommandLine<'_>) {
        if !line.starts {
            return;
        }
        // What a variable holds may be any.
        let is_open = line.services.iter().any(|name| name.contains('$'));
        let names = line.services.iter().filter(|_| !is_open).map(|name| (*name).to_owned()).collect();
        self.lines.entry(compose.to_owned()).or_default().insert(line.number, names);
    }

    /// Joins the lines of a file: those of a shell script, and those that follow each other in a recipe or a text, are run one
    /// after the other.
    pub(super) fn close(&mut self, is_script: bool) {
        for (compose, lines) in std::mem::take(&mut self.lines) {
            let together = self.together.entry(compose).or_default();
            let mut open: Option<(usize, BTreeSet<String>)> = None;
            for (number, names) in lines {
                open = match open.take() {
                    Some((last, mut all)) if is_script || number == last + 1 => {
                        let is_all = all.is_empty() || names.is_empty();
                        all.extend(names);
                        Some((number, if is_all { BTreeSet::new() } else { all }))
                    }
                    before => {
                        together.extend(before.map(|(_, all)| all));
                        Some((number, names))
                    }
                };
            }
            together.extend(open.map(|(_, all)| all));
        }
    }

    /// Adds those of another file.
    pub(super) fn add(&mut self, other: &Starts) {
        for (compose, sets) in &other.together {
            self.together.entry(compose.clone()).or_default().extend(sets.iter().cloned());
        }
    }

    pub(super) fn of(&self, compose: &str) -> impl Iterator<Item = &BTreeSet<String>> {
        self.together.get(compose).into_iter().flatten()
    }
}
