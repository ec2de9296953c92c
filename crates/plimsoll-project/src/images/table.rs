//! A table of `data/`: its rows in their order, found by the repository they are about.

use std::collections::HashMap;

/// The rows of a table.
pub(super) struct Table<R> {
    rows: Vec<R>,
    /// The places of the rows about a repository, as the table writes it.
    by_repository: HashMap<&'static str, Vec<usize>>,
    /// The repositories that hold a `*`.
    patterns: Vec<&'static str>,
}

impl<R> Table<R> {
    /// Reads what stands behind the remarks and the names of the columns. A row that `read` refuses is left out;
    /// a test sees to it that there is none.
    pub(super) fn new(text: &'static str, read: impl Fn(&'static str) -> Option<R>) -> Table<R> {
        let mut table = Table { rows: Vec::new(), by_repository: HashMap::new(), patterns: Vec::new() };
        for row in lines(text) {
            let repository = row.split('\t').next().unwrap_or_default();
            let Some(row) = read(row) else { continue };
            let about = table.by_repository.entry(repository).or_default();
            if about.is_empty() && repository.contains('*') {
                table.patterns.push(repository);
            }
            about.push(table.rows.len());
            table.rows.push(row);
        }
        table
    }

    /// The rows about an image of this name, the first of the table first.
    pub(super) fn about(&self, name: &str) -> impl Iterator<Item = &R> {
        let patterns = self.patterns.iter().copied().filter(|pattern| fits(pattern, name));
        let named = self.by_repository.get_key_value(name).map(|(repository, _)| *repository);
        let mut places: Vec<usize> =
            patterns.chain(named).filter_map(|key| self.by_repository.get(key)).flatten().copied().collect();
        places.sort_unstable();
        places.dedup();
        places.into_iter().filter_map(|place| self.rows.get(place))
    }

    /// The rows whose repository is written like this.
    pub(super) fn written(&self, repository: &str) -> impl Iterator<Item = &R> {
        self.by_repository.get(repository).into_iter().flatten().filter_map(|place| self.rows.get(*place))
    }
}

/// The lines of a table that are rows.
pub(super) fn lines(text: &'static str) -> impl Iterator<Item = &'static str> {
    text.lines().skip_while(|line| line.starts_with('#')).skip(1)
}

/// Whether `text` is `pattern`, in which a `*` at either end stands for anything.
pub(super) fn fits(pattern: &str, text: &str) -> bool {
    match (pattern.strip_prefix('*'), pattern.strip_suffix('*')) {
        (Some(_), None) => text.ends_with(pattern.trim_start_matches('*')),
        (None, Some(start)) => text.starts_with(start),
        (Some(_), Some(_)) => text.contains(pattern.trim_matches('*')),
        (None, None) => pattern == text,
    }
}
